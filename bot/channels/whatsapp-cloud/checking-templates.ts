import { z } from 'zod'
import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import type { Graph } from './graph.ts'

/** The messages that ask for an answer after 24 hours, by their names at Meta; null where there is none. */
export interface NewsTemplateNames {
  readonly fr: string | null
  readonly en: string | null
}
type Language = keyof NewsTemplateNames

const LANGUAGES = ['fr', 'en'] as const
const SETTING = { fr: 'WHATSAPP_NEWS_TEMPLATE_FR', en: 'WHATSAPP_NEWS_TEMPLATE_EN' } as const
const MANAGER = 'WhatsApp Manager > Modèles de message'

const Template = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().default(''),
  components: z.array(z.looseObject({ text: z.string().optional() })).default([]),
})
type Template = z.output<typeof Template>
const Listed = z.object({ data: z.array(z.unknown()) })

/** Whether Meta would take our templates as we send them: by name and language, approved, without variables. */
export async function checkTemplates(
  graph: Graph,
  wabaId: string,
  names: NewsTemplateNames,
): Promise<readonly Finding[]> {
  if (names.fr === null && names.en === null) {
    return [
      warning(
        'Aucun modèle n’est configuré : 24 heures après le dernier message d’une personne, rien ne peut plus lui être écrit sur WhatsApp.',
        `Faites approuver un modèle neutre (« Vous avez des nouvelles : répondez pour les lire »), puis mettez son nom dans ${SETTING.fr}.`,
      ),
    ]
  }
  const findings: Finding[] = []
  for (const language of LANGUAGES) {
    const name = names[language]
    if (name !== null) findings.push(...(await checkOne(graph, wabaId, { name, language })))
  }
  return findings
}

async function checkOne(
  graph: Graph,
  wabaId: string,
  { name, language }: { readonly name: string; readonly language: Language },
): Promise<readonly Finding[]> {
  const query = { name, fields: 'name,language,status,category,components', limit: '100' }
  const answer = await graph.get(`/${wabaId}/message_templates`, query)
  const listed = answer.kind === 'answered' ? Listed.safeParse(answer.body).data : undefined
  // That the account cannot be read was said already.
  if (listed === undefined) return []
  const named = listed.data
    .flatMap((each) => Template.safeParse(each).data ?? [])
    .filter((template) => template.name === name)
  const template = named.find((one) => one.language === language)
  return template === undefined ? [missing(name, language, named)] : judge(template, language)
}

function missing(name: string, language: Language, named: readonly Template[]): Finding {
  if (named.length > 0) {
    const others = named.map((one) => one.language).join(', ')
    return wrong(
      `Le modèle « ${name} » n’existe pas en langue « ${language} » chez Meta, mais en ${others} (132001).`,
      `${MANAGER} : ajoutez à ce modèle la langue « ${language} », sans pays.`,
    )
  }
  const todo = /^HX[0-9a-f]{32}$/i.test(name)
    ? `C’est un identifiant de Twilio : Meta connaît un modèle par son nom. Corrigez ${SETTING[language]}.`
    : `${MANAGER} : recopiez son nom dans ${SETTING[language]}, ou créez-le.`
  return wrong(`Le modèle « ${name} » n’existe pas dans ce compte WhatsApp (132001).`, todo)
}

const WHY_NOT: Readonly<Record<string, string>> = {
  PENDING: 'Meta ne l’a pas encore approuvé : attendez sa réponse, quelques minutes à un jour.',
  REJECTED: 'Meta l’a refusé : lisez pourquoi, corrigez-le et soumettez-le de nouveau.',
  PAUSED: 'Trop de gens l’ont signalé ou ignoré : Meta le suspend quelques heures. Un autre modèle peut le remplacer.',
  DISABLED: 'Meta l’a arrêté pour de bon : créez-en un autre, sous un autre nom.',
}

function judge({ name, status, category, components }: Template, language: Language): readonly Finding[] {
  const title = `Le modèle « ${name} » (${language})`
  if (status !== 'APPROVED') {
    return [
      wrong(`${title} n’est pas approuvé : ${status}.`, `${MANAGER}. ${WHY_NOT[status] ?? 'Il y est dit pourquoi.'}`),
    ]
  }
  if (components.some(({ text }) => text?.includes('{{') === true)) {
    return [
      wrong(`${title} attend des variables, que nous n’envoyons pas (132000).`, `${MANAGER} : créez-en un sans {{1}}.`),
    ]
  }
  if (category !== 'UTILITY') {
    return [
      warning(
        `${title} est de catégorie ${category || 'inconnue'} : plus cher, et Meta le retient pour beaucoup de gens (131049).`,
        `${MANAGER} : créez-en un de catégorie Utilité, neutre, sans promotion.`,
      ),
    ]
  }
  return [ok(`${title} est approuvé.`)]
}
