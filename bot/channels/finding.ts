/** What a check of the set-up found, in French, one thing at a time. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'error'
  readonly what: string
  readonly todo: string
}
