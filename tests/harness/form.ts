/** A multipart/form-data request as a browser sends it: the file first, its type as vague as can be. */
export function formOf(
  file: { readonly name: string; readonly bytes: Buffer },
  fields: Readonly<Record<string, string>>,
): { readonly headers: Readonly<Record<string, string>>; readonly payload: Buffer } {
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const rest = Object.entries(fields)
    .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n${rest}--x--\r\n`)]),
  }
}
