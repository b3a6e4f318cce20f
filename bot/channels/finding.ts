/** What `doctor` says of a part of the configuration: French, for whoever operates it. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'error'
  readonly what: string
  readonly todo: string
}
