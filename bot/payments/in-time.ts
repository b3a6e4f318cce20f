/**
 * What a provider answers, or `unknown` when it throws or takes too long: it may have done what it was asked.
 * @param seconds how long to wait
 */
export async function inTime<Answer>(asked: Promise<Answer>, seconds: number): Promise<Answer | 'unknown'> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<'unknown'>((resolve) => {
    timer = setTimeout(() => resolve('unknown'), seconds * 1_000)
  })
  try {
    return await Promise.race([asked.catch(() => 'unknown' as const), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
