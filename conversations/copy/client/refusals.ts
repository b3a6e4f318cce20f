import type { RefusalCode } from '../../../domain/work/refusals.ts'
import { words } from '../words.ts'

type Details = Readonly<Record<string, string | number>>

/** What no client can run into: they belong to depots, to staff or to the operators' side. */
export const NEVER_MET_BY_A_CLIENT = [
  'CATEGORY_HOLDS_ALCOHOL',
  'CATEGORY_NOT_FOUND',
  'CHANNEL_UNKNOWN',
  'CONVERSATION_HELD',
  'CONVERSATION_NOT_FOUND',
  'CONVERSATION_NOT_HELD',
  'HABIT_NOT_FOUND',
  'PAYMENT_NOT_FOUND',
  'PAYMENT_NOT_WAITING',
  'PAYMENT_TOO_YOUNG',
  'PRICE_INVALID',
  'PROVIDER_REF_TAKEN',
  'REQUEST_NOT_FOUND',
  'SYNONYM_INVALID',
  'SYNONYM_NOT_FOUND',
  'SYNONYM_TAKEN',
  'STOP_NOT_FOUND',
  'SURFACE_NOT_FOUND',
  'TARIFF_IN_THE_PAST',
  'UNMATCHED_NOT_FOUND',
  'UNMATCHED_SETTLED',
  'WRONG_CODE',
] as const satisfies readonly RefusalCode[]

/** What the client is told when the domain refuses: what happened; the question that follows says what to do. */
export const REFUSED = {
  'client.refused.ACCOUNT_NOT_APPROVED': words<Details>({
    fr: () => "Votre compte n'est pas encore actif.",
    en: () => 'Your account is not active yet.',
  }),
  'client.refused.ACCOUNT_NOT_FOUND': words<Details>({
    fr: () => 'Je ne trouve pas votre compte.',
    en: () => "I can't find your account.",
  }),
  'client.refused.ACCOUNT_WRONG_STATUS': words<Details>({
    fr: () => "Votre compte ne permet pas cela pour l'instant.",
    en: () => "Your account doesn't allow that for now.",
  }),
  'client.refused.ALREADY_RATED': words<Details>({
    fr: () => 'Vous avez déjà noté cette commande, merci.',
    en: () => 'You have rated this order already, thank you.',
  }),
  'client.refused.ALREADY_REGISTERED': words<Details>({
    fr: () => 'Ce numéro a déjà un compte.',
    en: () => 'This number already has an account.',
  }),
  'client.refused.AMOUNT_INVALID': words<Details>({
    fr: () => "Ce montant n'est pas bon.",
    en: () => 'That amount is not right.',
  }),
  'client.refused.BELOW_MINIMUM': words<Details>({
    fr: ({ missing }) =>
      `Il manque ${missing ?? 'un peu'}${typeof missing === 'number' ? ' F' : ''} de produits pour la livraison.`,
    en: ({ missing }) =>
      `Delivery needs ${missing ?? 'a bit'}${typeof missing === 'number' ? ' F' : ''} more of goods.`,
  }),
  'client.refused.CANCEL_NEEDS_REASON': words<Details>({
    fr: () => 'Il me faut la raison pour annuler.',
    en: () => 'I need the reason to cancel.',
  }),
  'client.refused.CANCEL_ONLY_BY_STAFF': words<Details>({
    fr: () => "La commande est déjà en route : seul un collègue peut l'arrêter.",
    en: () => 'The order is already on its way: only a colleague can stop it.',
  }),
  'client.refused.CART_EMPTY': words<Details>({ fr: () => 'Votre panier est vide.', en: () => 'Your cart is empty.' }),
  'client.refused.DISPUTE_TOO_LATE': words<Details>({
    fr: () => 'Une réclamation se fait dans les 48 h après la livraison ; ce délai est passé.',
    en: () => 'A claim is made within 48 h of delivery; that time has passed.',
  }),
  'client.refused.DUPLICATE_ACCOUNT': words<Details>({
    fr: () => 'Un établissement de ce nom existe déjà dans ce quartier.',
    en: () => 'A place of this name exists already in that quartier.',
  }),
  'client.refused.LINE_NOT_FOUND': words<Details>({
    fr: () => "Cet article n'est pas dans la commande.",
    en: () => 'That item is not in the order.',
  }),
  'client.refused.NO_SUPPLIER': words<Details>({
    fr: () => "Aucun dépôt ne peut être consulté pour l'instant.",
    en: () => 'No depot can be asked right now.',
  }),
  'client.refused.NOT_SOLD_HERE': words<Details>({
    fr: () => 'La suite de cette commande se fait par SMS, pas ici.',
    en: () => 'This order goes on by SMS, not here.',
  }),
  'client.refused.NOTHING_TO_PAY': words<Details>({
    fr: () => "Il n'y a rien à payer sur cette commande.",
    en: () => 'There is nothing to pay on this order.',
  }),
  'client.refused.OFFER_EXPIRED': words<Details>({
    fr: () => "Cette offre vient d'expirer.",
    en: () => 'That offer has just expired.',
  }),
  'client.refused.OFFER_NOT_FOUND': words<Details>({
    fr: () => "Cette offre n'existe plus.",
    en: () => 'That offer is gone.',
  }),
  'client.refused.OFFER_TAKEN_BACK': words<Details>({
    fr: () => 'Le dépôt a retiré cette offre.',
    en: () => 'The depot withdrew that offer.',
  }),
  'client.refused.ORDER_ALREADY_TAKEN': words<Details>({
    fr: () => 'Une offre est déjà choisie pour cette commande.',
    en: () => 'An offer is already chosen for this order.',
  }),
  'client.refused.ORDER_NOT_FOUND': words<Details>({
    fr: () => 'Je ne trouve pas cette commande.',
    en: () => "I can't find that order.",
  }),
  'client.refused.ORDER_WRONG_STATUS': words<Details>({
    fr: () => "Ce n'est plus possible : la commande a avancé entre-temps.",
    en: () => 'That is no longer possible: the order has moved on.',
  }),
  'client.refused.PAYMENT_PENDING': words<Details>({
    fr: () => "Un paiement de cette commande attend déjà l'opérateur. Ne payez pas deux fois.",
    en: () => 'A payment of this order is already waiting for the operator. Do not pay twice.',
  }),
  'client.refused.PHONE_INVALID': words<Details>({
    fr: () => "Ce numéro n'est pas un mobile ivoirien à 10 chiffres.",
    en: () => 'That is not an Ivorian mobile number of 10 digits.',
  }),
  'client.refused.PRODUCT_NOT_FOUND': words<Details>({
    fr: () => "Ce produit n'est pas vendu sous cette forme.",
    en: () => 'That product is not sold that way.',
  }),
  'client.refused.QUANTITY_INVALID': words<Details>({
    fr: () => 'La quantité doit être entre 1 et 500.',
    en: () => 'The quantity must be between 1 and 500.',
  }),
  'client.refused.REASON_NEEDED': words<Details>({
    fr: () => 'Il me faut la raison, en quelques mots.',
    en: () => 'I need the reason, in a few words.',
  }),
  'client.refused.SCORE_INVALID': words<Details>({
    fr: () => 'La note va de 1 à 5.',
    en: () => 'A rating goes from 1 to 5.',
  }),
  'client.refused.ZONE_NOT_FOUND': words<Details>({
    fr: () => 'Je ne connais pas cette commune.',
    en: () => "I don't know that commune.",
  }),
  'client.refused.ZONE_NOT_SERVED': words<Details>({
    fr: () => 'Aucun dépôt ne livre encore cette commune.',
    en: () => 'No depot delivers to that commune yet.',
  }),
} as const
