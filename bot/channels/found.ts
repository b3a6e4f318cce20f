import type { Finding } from './finding.ts'

export const ok = (what: string): Finding => ({ level: 'ok', what, todo: '' })
export const warning = (what: string, todo: string): Finding => ({ level: 'warning', what, todo })
export const wrong = (what: string, todo: string): Finding => ({ level: 'error', what, todo })
