/** What the baseline of `understand:report` uses of node-nlp, which comes without types. */
declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: {
      languages: string[]
      forceNER: boolean
      autoSave: boolean
      autoLoad: boolean
      nlu: { log: boolean; useNoneFeature?: boolean }
    })
    addDocument(language: string, text: string, intent: string): void
    train(): Promise<void>
    process(language: string, text: string): Promise<{ classifications: Array<{ intent: string }> }>
  }
}
