/**
 * What the approved message outside the 24-hour window says, as it is kept in the transcript. It names nothing: it may
 * be read on a locked screen, and no approval of goods depends on it.
 */
export const NEWS = {
  fr: 'Bonjour, vous avez des nouvelles de DISTRI-NIGHT. Répondez à ce message pour les lire.',
  en: 'Hello, there is news for you from DISTRI-NIGHT. Answer this message to read it.',
} as const
