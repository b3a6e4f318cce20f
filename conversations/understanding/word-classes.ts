/** Words that stand for one another in a phrase, by what they say. Plain letters, as the respelled text has them. */
export const WORD_CLASSES = {
  i: 'je|j|on|nous|moi',
  you: 'tu|vous|on|tonton',
  my: 'mon|ma|mes|notre|nos|my|our',
  the: 'le|la|les|l|un|une|the|this|ce|cet|cette|ces',
  your: 'votre|vos|ta|tes|ton|your',
  any: 'mon|ma|mes|notre|nos|my|our|le|la|les|l|un|une|du|des|the|ce|cet|cette|ces|votre|vos|ta|tes|ton|your|toute?|tous|toutes',
  wants:
    'veux|veut|voulons|voulez|voudrais|voudrait|voudrions|souhait\\w*|desir\\w*|aimerai\\w*|prefer\\w*|want|need|besoin|faut|faudrait',
  have: 'avez|as|a|ave|have|got|vend\\w*|propos\\w*|fait|faites|sell\\w*|dispos\\w*',
  ordering: 'commandes?|cmd|orders?|panier|basket|cart|demande|achats?|liste',
  order: 'commandes?|cmd|orders?|panier|livraisons?|course|marchandises?|boissons?|colis|delivery',
  goods:
    'bieres?|boissons?|vins?|eaux?|jus|sucreries?|whisky|champagnes?|alcools?|liqueurs?|produits?|articles?|marques?|marchandises?|drinks?|beers?|wines?|brands?|products?|stuff',
  lastTime:
    'hier|avant hier|la derniere fois|la fois (?:passee|derniere)|la semaine (?:derniere|passee)|l autre (?:jour|fois|soir)|ce week end|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
  courier:
    'livreur|livreuse|chauffeur|coursier|tricycle|moto|camion|vehicule|gars|petit|monsieur|driver|rider|delivery (?:guy|man|boy)|guy',
  depots: 'depots?|fournisseurs?|offres?|propositions?|reponses?|offers?|suppliers?',
  person:
    'quelqu un|humaine?|human|personne|agent|conseiller|conseillere|operateur|operatrice|operator|responsable|gerante?|patron(?:ne)?|chef|boss|manager|directeur|directrice|superieur|someone|somebody|person|people|service client\\w*|support|service commercial|un vrai|votre service',
  kin: 'fils|fille|enfants?|mari|femme|freres?|soeurs?|cousine?s?|oncle|tante|voisine?s?|ami|amie|copain|copine|beau frere|belle soeur|papa|maman|grand pere|grand mere|neveu|niece|chien|chat|husband|wife|son|daughter|brother|sister|uncle|neighbou?r|friend',
  message: 'messages?|sms|pubs?|publicites?|notif\\w*|textos?|texts?',
  money: 'prix|montants?|sommes?|tarifs?|facture|price|amount|bill|invoice',
  paid: 'paye|payee|regle|verse|envoye|transfere|paid|sent|vire',
  came: 'venue?s?|arrivee?s?|livree?s?|recue?s?|eue?s?|vue?s?|trouvee?s?|la|dedans|complete?s?|rentree?s?',
  brought: 'livre|donne|laisse|amene|apporte|envoye|depose|remis|servi',
  got: 'recu|receptionne|eu|trouve|compte|got|received|have',
  serving: 'service|livraison|livreur|accueil|travail|delivery|job|work',
  not: 'pas|plus|jamais|rien|aucune?',
  duration: '\\d+ ?(?:h|heures?|hours?|mn|min|mins|minutes?)|une heure|des heures|(?:une )?demi heure|hours',
  transport: 'livreur|vehicule|voiture|tricycle|chauffeur|moto|camion|essence|carburant|driver|truck|fuel',
  send: 'envoi\\w*|envoy\\w*|send\\w*|expedi\\w*',
  give: 'donn\\w*|fais|faites|montr\\w*|affich\\w*|voir|revoir|rappel\\w*|relis\\w*|relire|verifi\\w*|show|see|check|read|give|tell',
  write:
    'ecri\\w*|envoy\\w*|contact\\w*|derang\\w*|appel\\w*|embet\\w*|text\\w*|spam\\w*|harcel\\w*|messag\\w*|send\\w*',
  call: 'appel\\w*|rappel\\w*|contact\\w*|joindre|call\\w*|ring|phone',
  talk: '(?:re)?parl\\w*|discut\\w*|echang\\w*|caus\\w*|talk|speak|chat|entretenir|converser',
} as const
