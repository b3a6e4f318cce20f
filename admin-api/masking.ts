/** +2250707070707 as +225••••••0707: lists and logs show who it is, not how to call them. */
export function maskPhone(address: string): string {
  return address.length < 8
    ? '••••'
    : `${address.slice(0, 4)}${'•'.repeat(Math.max(address.length - 8, 2))}${address.slice(-4)}`
}
