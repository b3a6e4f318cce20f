import { distance } from 'fastest-levenshtein'
import { CUES } from './client-cues.ts'
import * as disputes from './dispute-cues.ts'
import { EVERYDAY_WORDS } from './everyday-words.ts'
import { GREETING } from './greetings.ts'
import * as noise from './noise-cues.ts'
import { soundKey } from './normalise.ts'
import * as phrases from './phrases.ts'
import { EXACT, PHRASES } from './shared-cues.ts'
import { SUPPLIER_CUES } from './supplier-cues.ts'

/**
 * Everyday words of the people who write, in plain letters. They serve twice: a misspelt word is read as the one of
 * these that sounds the same, and a word found here is never taken for a misspelt product.
 */
const WORDS = `
sur sous vers dans sans pour fete fetes fetee danse danses enjaille enjailler
hausse annonce annonces vol vols canape nouvelle nouvelles journal
felee felees fele fissuree fissurees brisee brisees fendue fendues percee percees ouvertes abimee abimees
either neither whichever whatever
par car lui elle elles ils nos vos ses aux eux leurs celui celle ceux celles ceci lequel laquelle parce lorsque tandis malgre selon
express rapidos doucement gentil gentille gentiment volontiers aimable amabilite obligeance avance retour dimanche semaine quinzaine
famille familiale reunion bapteme anniversaire funerailles mariage communion kermesse tournoi finale finales ambiance terrasse cuisine
cuisinier cuisiniere barman barmaid serveuses receptionniste comptoir reserve reserves placard congelateur frigos glaciere glacieres
bouchons decapsuleur plateau plateaux nappe chaises chaise tables parasol sono groupe musiciens animateur invites convives
voisine voisines copine copains copines cousin cousins neveu niece oncle tante beau belle epoux epouse mari femme
ecoute ecoutez regarde regardez tiens
max maxi maximum mini chrono hein deh walai wallah walaye dehors wesh seigneur vraiment
glacee glacees glaces frappee frappees chaque chacun chacune espere esperons esperer esperant lache lacher
plait court chauffer allo dehors couleur chaleur flamme facon braise
abandonne abattu abonne abonnement accord accorde accueil achat acheter acheve accuse active activer adieu admin adresse
affaire affaires afrique agent ailleurs aide aider aime ajoute ajouter alcool aller alors amende ami amis ancien annee
annonce annule annuler annulation anniversaire appel appelle appeler apporte apporter approvisionnement apres ardoise argent
arnaque arret arrete arreter arrivage arrive arriver article aucun aucune augmente augmenter aujourd aussi autant autre
autres avance avant avec aviez avions avocat avoir avons baisse baisser balance bandit bandits banque base basket
beaucoup belle besoin biere bieres bien bientot bilan bizarre bloque boisson boissons boit boire boite bonne bonjour bonsoir
bouchon bouge boulangerie boutique braiser bras brise brisees bruit budget bureau cadeau calcul calme camion canal capsule carburant carrefour
carte casse casser cassee caution ceci cela celle celui certain chacun chacune chambre champion chance change changer changement
chargement charge charger chaud chauds chauffeur chef chemin cher chere chers cheri chez chiffre choisir choisis chose
client cliente clients clinique cloture coince colis collecte college combien commande commander commandes comme commence
commencer comment commission communique compagnie complet complete complique comprend comprendre comprends compris
compte compter comptable concurrent conduite confirme confirmer confirmation conforme connais connait conseiller consigne contact contacter content
contre coordonnees copain corrige corriger coupe couper courant cours cousine cout coute coutent creer credit daccord dame debit
debloque debout debut decide declare decoule dedans defaut degage deja delai demain demande demander demandes demarre demarrer demenage
demi depart depense deplace depose depot depots depuis dernier derniere derriere desactive desole desabonne desabonnez descend descendre
desinscris desiste detail detruit deuil deux devais devant devrait dieu difference different difficile dimanche diminue
dire direct directement discute dispo disponible disponibilite disponibles donc donne donner dont dormir double doucement
douzaine doux droit duree echange ecole ecrire ecris efface effacer electricite elephants embouteillage embrouille emploi
emporte encaisse encaissement enceinte encore endroit enfant enfants enleve enlever ennuie ensemble ensuite entendu entiers
entre entrepot envoie envoye envoyer envoyez envie equipe erreur escroc espece especes essaie etait etes
etoile etoiles etre exact exactement exagere excellent excuse expire explique expliquer face facture facturation facture facturer faim faire fais
fait faites famille fatigue faudra faudrait faute faux felicitations femme ferme fermer fermeture fermons fete
feu filles fils final finalement fini finis finie finir fois fonce fonctionne fonctionnement format formule
fournisseur fourni frais franc francs franchement frere frigo froid fuite gagne gagner garcon garde garder gare gate gatee
generale gens geste gerant gerer glisse gouvernement grand grande grandes grands gratuit gros grosse groupe groupes gueule guerre habituel habituelle habitude habite
heure heures hier histoire honte honteux hopital hotel humain humaine humeur idem identique imbecile immeuble impoli important impossible
inacceptable inclus incomplet incomplete indisponible infos information informations injure injures insulte insultee insulter interesse interessant invite
inventaire jamais jardin jette jeudi jeter jeune jour journee journees joue jouer jusqu juste justice laisse laisser lance lancer langue
lecteur lendemain lequel leur libre lieu ligne lignes lire liste livraison livraisons livre livrer livres livree livrez livreur logiciel
loin long longtemps loyer lundi lycee lisez machine madame magasin maintenant maire mairie maison maitre malade malheur malhonnete maman
main mains manager manger mange manque manquait manquant manquants manquante manquent maquis marche marchandise marchandises marche mardi mariage match matin mauvais mauvaise maux
mecontent medecin meilleur membre menteur mercredi merci message messages mesure mettre mettez mets meme midi miel mieux minimum
minuit minute minutes modele modifie modifier modification mois moins moitie moment monde monnaie monsieur montant montre
montrer mosquee moto mouille moyen moyenne moyens musique neuf niveau noir nombre normal note noter notez notre nouveau nouvelle nouvelles
nuit nulle numero obligation occupe offre offres oublie oublier ouvert ouverte ouvre ouvrir page paie paiement paiements paix palette
pancarte panier panne papier papa paquet pardon pareil parents parfait parle parler parti partie partir partager partage pars
passe passer passee patience patiente patienter patron patronne pause payable paye payer payes payez pays peine pendant perdu perdue
perds performance perime perimee permis personne personnes petit petite petites petits peut peux pharmacie phone photo piece
place plainte plaisanterie plaisir plein pleine plombier pluie plus plusieurs plutot police politesse poli pont porte portail portable position possible
poste poulet pourquoi pourri pourrie pouvez pouvoir prefere premier premiere prenez prendre prends prend preparation prepare preparer
prepares pres present presque presse pret prete prets preuve prevenir prevoir prevois prevu prier priere printemps prix probleme problemes processus
prochain prochaine produit produits profil programme promo promotion propose proposer propre proverbe pub publicite puis
puisque qualite quand quantite quantites quart quartier quelle quelles quelque quelques quelqu question quitte quitter quoi raison rajoute rajouter
ramasse ramene rappel rappelle rappeler rapide rapidement rapport ravitaillement reactive reactiver recap recapitulatif recette recettes recevoir rechange
reclamation recois recommence recommencer reconduis recu recue recus recues recuperer recupere reduction reduire reduis refait refaire refais refroidir refuse refuser
regarde reglement regler remboursement remboursez rembourse rembourser remercie remet remets remettre remise remis remplace remplacer rendez rendre
rendu renoncer renonce renouvelle rentre renvoie renvoyer repasse repete repond repondre reponse repondu reprend reprendre reprends reprenez reprise reseau
responsable reste restant restaurant restes retard retarde retire retirer retour retourne retrouve reunion revenir reviens revient rien rigole robot rouge rouler route
rupture salaire salue salut samedi sang sans sante sauf sauter savoir savez seau semaine sens sera serait serveur serveuse service
serveurs seul seule seulement sexe silence simple signale signaler soeur soif soir soiree soirees solde sommeil sont sort sortie sortir souci souffle soumettre source
souhaite souhaiterais souhaitons souvent station stock stocks supplement supporte supprime supprimer sympa systeme table tarif tarifs tard
tantine tantie telephone temps terme termine terminee terrain tiens tient tombe total totalite toujours tour tous tout toute toutes
traite tranquille transfere transfert transmettre transmettez transport travail travaille travaux tribunal tricycle triste tromp trompe trop trouve trouver
utilise utiliser urgent urgence vacances valable valide valider validez vehicule vendre vends vendu vendez vendredi vends venez venir vente ventes verifie verifier
verre verser versement veux veut vider vide vieux village ville vin virement visage visite vite vitesse vivement voici voila voir
voisin voiture voix voleur voleurs votre voudrais voudrait vouloir voulais voulez voulait voulons voyage vrai vraie vraiment zone zero
about account actually add again agent all also always another anyone anything around arrive arrived available away back
bad basket because been before behind below better beer between big boss bottle bottles bring broken business but buy call cancel
cart case change cheap cheaper cheapest check choose close closed closing coming complete confirm confirmed correct could count cracked crate customer
damaged deal delay deliver delivered delivery did different does doing done down driver dropped drunk each empty enough everything expensive fast faster fastest
fee find fine fifteen first five forget form from full get getting give goes going good goods got great guys hand happy have
having heading hello help here hold home hour house how human instead invoice just keep know last late later leave left less like line list little long look looking
love machine make manager many maybe mean menu message might mind minute minutes missing money more morning much must need needs never
new next nice night none nothing number offer office okay only open option order orders other out over owner packing paid part pay payment
people perfect person phone pick picked please preparing price prices problem product quick quickly quite ready real really received receive refund register
remove repeat report request requests right road rude same see sell selling send sent service several shouting show shop should since small some somebody someone something
sorry speak start started station status still stolen stop stopped store stuff sure take talk tell thank thanks that the them then there these they thief thing things
think this those time today together tomorrow tonight too total track try turn under unsubscribe until update usual very wait waiting want warm was way week well were what
when where which while who will wine with without work working worth would wrong yeah year yes yesterday yet you your yours
`
const words = new Set(WORDS.split(/\s+/).filter((word) => word !== ''))

// Words that a cue waits for must reach it as they are: "tomber" must not become "tombe".
const awaited = new Set(
  [
    ...Object.values(CUES),
    ...Object.values(SUPPLIER_CUES),
    ...Object.values(disputes),
    ...Object.values(noise),
    ...Object.values(phrases).flat(3),
    ...[...EXACT, ...PHRASES].map(([, pattern]) => pattern),
    GREETING,
  ].flatMap((cue) => (cue instanceof RegExp ? (cue.source.replace(/\\[bwsd]/g, ' ').match(/[a-z]{4,}/g) ?? []) : [])),
)

const common = new Set([...words, ...awaited, ...EVERYDAY_WORDS])

/** True for a word of everyday language, spelled well. */
export function isCommonWord(word: string): boolean {
  return common.has(word)
}

const bySound = new Map<string, string>()
for (const word of words) {
  const key = soundKey(word)
  if (word.length > 3 && !bySound.has(key)) bySound.set(key, word)
}

/** The everyday word that sounds like this one, for words of four letters or more. */
export function soundsLike(word: string): string | undefined {
  return word.length > 3 && !awaited.has(word) ? bySound.get(soundKey(word)) : undefined
}

const byShape = new Map<string, string[]>()
for (const word of words) {
  if (word.length < 5) continue
  const shape = `${word.charAt(0)}${word.length}`
  byShape.set(shape, [...(byShape.get(shape) ?? []), word])
}

/** The everyday word one slip of the thumb away (two in long words), begun with the same letter; none for short words. */
export function nearestCommonWord(word: string): string | undefined {
  if (word.length < 7 || word.length > 16 || awaited.has(word)) return undefined
  const allowed = word.length > 8 ? 2 : 1
  let best: string | undefined
  let nearest = allowed + 1
  for (let length = word.length - allowed; length <= word.length + allowed; length += 1) {
    for (const known of byShape.get(`${word.charAt(0)}${length}`) ?? []) {
      const apart = distance(known, word)
      if (apart < nearest) {
        nearest = apart
        best = known
      }
    }
  }
  return best
}
