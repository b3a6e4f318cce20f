export interface Finding {
  readonly level: 'ok' | 'warning' | 'error'
  readonly what: string
  readonly todo: string
}
