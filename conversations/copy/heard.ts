/** Said before the answer to a voice note, so that what was heard wrongly is seen at once. */
export function heardVoice(language: 'fr' | 'en', text: string): string {
  const shown = text.length > 300 ? `${text.slice(0, 299).trimEnd()}…` : text
  return language === 'fr' ? `🎤 J'ai entendu : « ${shown} »` : `🎤 I heard: "${shown}"`
}
