import type { DialogueContext } from '../conversations/understanding/types.ts'
import type { GoldMessage } from './understand-judging.ts'

// What people write that is no business of a market, made from parts: the model must know what everyday words weigh before it
// can tell what a request is. Without these it takes any sentence for what is most often said where the dialogue is.

const WHO_FR = `je suis|tu es|il est|elle est|on est|nous sommes|vous êtes|ils sont|mon voisin est|ma fille est|le petit est|mon mari est|ta mère est|le professeur est|les enfants sont|c'est|c'était|ça a l'air|tout le monde est`
const HOW_FR = `fatigué|malade|contente|triste|en colère|à la maison|au travail|à l'école|à l'église|en voyage|au village|chez le docteur|très gentil|un peu bizarre|trop drôle|vraiment belle|déjà grand|encore jeune|tout seul|né en mai|sourd|amoureux|perdu|occupé|étudiant|infirmière|mécanicien|couturière|dehors|dans la cour|sous la pluie|devant la télé|près du marché|à Bouaké|à Paris|debout|assis|prêt à partir en vacances|en train de dormir|mort de rire|de bonne humeur|pas là|plus jeune que moi|mon meilleur ami|une longue histoire|la vie|dangereux|magnifique|impossible à croire|facile|dur|sale|propre|vide|cher pour rien|vrai|faux`
const DOES_FR = `je dors|tu rêves|il pleut|elle chante|on joue au ballon|nous marchons|vous riez|ils courent|je lis un livre|tu parles trop|il travaille à la banque|elle étudie le droit|je regarde le match|tu me manques|il a perdu son téléphone|elle a trouvé du travail|j'ai vu ton frère|j'ai mal à la tête|tu as raison|il a eu son bac|on a dansé toute la nuit|nous avons mangé du riz|vous avez grandi|ils ont déménagé à Yamoussoukro|je vais à la messe|tu viens avec moi|il va se marier|elle va accoucher|je ne sais pas|je n'ai pas compris la leçon|tu ne dis rien|il ne m'écoute jamais|elle n'est pas venue au cours|je pense à toi|je t'aime|je te souhaite bon courage|je me lève tôt|je me suis trompé de chemin|il fait chaud|il fait froid aujourd'hui|il y a du vent|il y a trop de moustiques|il faut dormir|il faut prier|il faut se laver les mains|laisse les enfants jouer|ferme la porte|ouvre la fenêtre|regarde le ciel|viens voir|reste tranquille|écoute cette chanson|ne pleure pas|ne crie pas|n'aie pas peur|sois sage|attends ton père|fais tes devoirs|range ta chambre|lave le linge|prends soin de toi|cherche du travail|donne la main à ta soeur|tiens la corde|tire plus fort|mets tes chaussures|coupe la télé|coupe tes cheveux|envoie la photo du mariage|achète le journal|vends ta moto|répare la radio|change de coiffure|compte jusqu'à cent|passe le bonjour à ta maman|demande à ton oncle|appelle ta soeur ce soir|écris une lettre à ton père|ouvre le cahier|ajoute du sel dans la soupe|enlève ton chapeau|garde le secret|goûte cette sauce`
const ASKS_FR = `comment va ta mère ?|tu as quel âge ?|où habites-tu ?|qui a gagné hier ?|tu crois en Dieu ?|pourquoi tu ris ?|à quelle heure commence le film ?|tu connais cette chanson ?|quand est-ce que tu te maries ?|qui est ton professeur ?|c'est quoi ton nom ?|tu parles baoulé ?|as-tu des frères ?|tu fais quoi dans la vie ?|est-ce que tu dors ?|quel est le score ?|où sont les clés ?|tu viens à la fête samedi ?|combien d'enfants as-tu ?|tu as vu le nouveau pasteur ?|que veut dire ce mot ?|tu te souviens de moi ?|tu m'entends ?|qui t'a dit ça ?|comment on cuit le foutou ?`
const TAILS_FR = `mon ami|tu sais|je crois|je te jure|à mon avis|ce matin|depuis hier|cette année|chaque jour|tous les soirs|pour de vrai|en ce moment|comme d'autres|avec ma cousine|sans raison|quand j'étais petit|par chance|c'est la vie|on est ensemble|Dieu est grand|tu vois non|c'est comme ça|walaï|dêh|là-bas|un jour|peut-être|sûrement|bref`
const NOUCHI = `on dit quoi la famille|le gbaka est gaté|ya foye|mon dja est mort|la go là est fraîche|faut pas daba les gens|je suis moisi|on va enjailler la soirée|le vieux môgô est en haut|ya pas drap chez nous au quartier|faut te chercher|ça chauffe au quartier|les gnata ont géré|c'est choco|je behou|tu es blo|le djossi est dur|on est en drap dans le pays|ma mifa est à Daloa|ça ment pas`
const CLAUSES_EN = `i am tired|you are funny|he is my teacher|she is at school|we are going home|they are in church|it is raining|it was a long day|my brother is sick|your mother is kind|the children are playing|the road is bad|i feel cold|i saw your sister|i love this song|i lost my keys|i miss you|i was born in June|i don't know him|i can't sleep|you look great|you never listen|he works in a bank|she sings well|we danced all night|they moved to Accra|i am reading a book|i have a headache|i need some sleep|i want to be a doctor|let me think|let us pray|look at the sky|close the door|open the window|come and see|stop crying|be careful|don't be afraid|keep quiet|sit down|wash your hands|call your father|write to your mother|take care of yourself|give me your hand|get out of my room|put on your shoes|turn off the radio|send me the photo of the wedding|buy a newspaper|sell your car|change your shirt|add salt to the soup|it is a secret|it smells good|that was close|this is my house|nobody knows|everybody laughed|Tom is shy|the dog is barking|life is hard|God is good|have fun|see you in heaven|happy birthday|what a pity|so what|me neither|how is your wife|who won the match|where do you live|what is your name|do you speak French|are you married|why are you laughing|when is your birthday|did you sleep well|can you swim|is he your son|do you remember me|which film did you see`
const EVERYDAY = `maison école église voisin chanson soleil pluie mariage enfant cahier chemise sommeil histoire cousine docteur téléphone télé match film livre village forêt mer ciel coeur main tête pied chambre lit porte fenêtre voiture moto vélo avion train route pont arbre fleur chien chat oiseau cheval poule mouton roi reine président loi guerre paix amour rêve peur joie colère faim travail bureau patience courage chance secret question réponse leçon examen note diplôme langue mot lettre page photo image couleur rouge noir bleu vert grand petit vieux jeune beau laid riche pauvre fort faible rapide lent chaud froid bon mauvais vrai faux simple facile difficile dormir manger marcher courir chanter danser rire pleurer lire écrire apprendre oublier penser croire aimer détester parler écouter regarder voir entendre sentir toucher venir partir rester entrer sortir monter descendre tomber chercher trouver perdre gagner garder jeter casser réparer laver ouvrir fermer commencer finir the a my your his her this that is are was were have has had do does did go goes went come came see saw know knew think thought love hate want sleep eat walk run sing dance laugh cry read write learn forget house school church rain sun road tree dog cat bird book song story friend brother sister mother father child man woman people time day night year life world le la les un une des mon ma mes ton ta tes son sa ses ce cette ces je tu il elle on nous vous ils elles me te se y en et ou mais donc car que qui dont où quand comme si de du à au aux dans sur sous avec sans pour par chez entre vers très trop plus moins bien mal encore déjà toujours jamais souvent ici là ailleurs hier aujourd'hui demain not never always often very too here there and or but so because if when who what`

const parts = (text: string) => text.split('|')
const FRENCH = [...parts(DOES_FR), ...parts(ASKS_FR), ...parts(NOUCHI)]
const ENGLISH = parts(CLAUSES_EN)
const WORDS = EVERYDAY.split(' ')

const CONTEXTS: readonly DialogueContext[] = [
  ...(['idle', 'cart', 'waiting_offers', 'offers', 'awaiting_location', 'paying', 'delivering', 'delivered'] as const),
  ...(['stopped', 'sup_idle', 'sup_rfq', 'sup_order', 'sup_paused'] as const),
]
const PER_CONTEXT = 80

/** The same messages at every run, each labelled as nothing of ours, wherever the dialogue is. */
export function backgroundMessages(): GoldMessage[] {
  const random = dice(2_026)
  const one = (list: readonly string[]) => list[random(list.length)] ?? ''
  const french = () => (random(3) === 0 ? `${one(parts(WHO_FR))} ${one(parts(HOW_FR))}` : one(FRENCH))
  const sentence = () => {
    const kind = random(8)
    if (kind < 3) return random(2) === 0 ? french() : `${french()} ${one(parts(TAILS_FR))}`
    if (kind === 3) return `${french()} ${one(['et', 'mais', 'parce que', 'quand', ','])} ${french()}`
    if (kind < 6) return one(ENGLISH)
    if (kind === 6) return `${one(ENGLISH)} ${one(['and', 'but', 'because', 'when', ','])} ${one(ENGLISH)}`
    return Array.from({ length: 2 + random(7) }, () => one(WORDS)).join(' ')
  }
  return CONTEXTS.flatMap((context) =>
    Array.from({ length: PER_CONTEXT }, (_, at): GoldMessage => {
      const role = context.startsWith('sup_') ? 'supplier' : 'client'
      return {
        id: `${context}${at}`,
        text: sentence(),
        role,
        context,
        intent: 'unknown',
        items: [],
        clarify: false,
        extra: {},
      }
    }),
  )
}

function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}
