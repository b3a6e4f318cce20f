/**
 * Words of every day that have nothing to do with a drinks market, in plain letters: spelled so they are no misspelling of a name
 * ("card" is no carp, "recul" no Red Bull). Unlike those of `vocabulary.ts` nothing else is read as one of them.
 */
export const EVERYDAY_WORDS: ReadonlySet<string> = new Set(
  `
  abeille able above abri accident accroc across acteur adulte afraid age agneau ago aiguille aine air aliment alive
  allee allume almost alone along already alright although amande ame amer america ampoule ange angle angry ankle anneau
  antenne aout apparence appetite april arbre arc arm arme armee armoire army arrache art asleep aspect assis ate aube
  aunt auteur autobus automne autumn avenir avion avril babillage bacon baignoire bain baiser bal balade baleine ball
  balle banc barbe barber bark barque bataille bateau bath batiment baton bave beach beard beat beautiful bec became bed
  bedroom began believe belong bench berceau berger beside best bete betise beurre bible bijou bille billet bird birth
  birthday bit bite blague blame blanche ble blesse bleu blind blood blow blue board boat body bol bonbon bone bonheur
  bonnet bord bored born borrow bosse both bother bouche boucle bought bougie boule bourse bouton bowl boy brain branche
  brave bread breakfast breath bref bridge bright brille briser brosse brouillard brown brule brun brush brute build
  buisson burn bus busy button cable cache cadre cage caillou calendrier camera camp canard cancer candle cap capable
  capitale careful card cards carnet carotte carry cat catch caught cause cave ceinture cell center century cercle cerise cerveau
  chagrin chalk chandelle chant chanter chanteur chapeau chapter charity charme chase chasse chasseur chateau chaussette
  chaussure chauve cheat cheek chemise chest cheval cheveu cheveux chevre child children chirurgien choix chou church
  chute ciel cigarette cil cinema circle ciseaux citizen city clair class classe clavier cle clean clever climb cloche
  clock cloth clou cloud club coast coat coeur coffee coiffeur coin col cold colere colline colonne color comb combat
  comedie comete comfort comique common compagnon compare complain complot computer conflict conge conseil consider
  conte cook cookie cool copy coq corde corner corps costume cou couche coude coudre cough couleuvre country coupable
  couple cour courage coureur courrier couteau couvert couverture cover crabe craie crainte crayon crazy cream create
  creme creux cri crier crime croix cross crowd croyance cruel cry cuiller cuillere cuir cuire culture curieux curious
  curtain custom cycle dad daily dance danger danse danser danseur dark date dauphin dead deaf dear death dechet decor
  deep defense degre degree delice delicious dentiste desert desk dessert dessin destin detective develop diable diamant
  diary dictee dictionary die dig diner dinner dirt dirty discours disque doctor dog doigt doll door dos dossier douane
  doubt douceur douche douleur doute drame drapeau dream dress drive drogue drug dry duc duck dune dur dust duty ear
  early earth east easy eat echec echelle eclair ecran ecriture ecrivain ecureuil edge education effet egg eglise else
  encre enemy engine enjoy ennemi ennui enquete enter enterre entree epaule epee epine epingle escalier espion espoir
  estomac etage etang ete etoffe etranger etude etudiant event ever evil exam examen example excite exemple exercise
  exil expect expired explain eye fable fache facile fact factory faible fail fair faith falaise fall fame family famous
  fantome far farine farm farmer fashion fat father fault fauteuil favor favorite fear feel feeling fell felt female
  fence fenetre fer fermier fesse feuille feutre fever few fiance fiction fidele field fier fievre fight figure fil
  filet finally finger finish finished fire firm fit fix flat fleche fleur fleuve flew floor flower fly fog foire folie
  follow fond fontaine food fool football foreign forest foret forge forgive forgot fork fortune fou foudre fought foule
  found fourchette fourmi fox foyer fraise frapper freedom freeze frein friandise friday friendly front frontiere
  frousse fruit fumee fumer fun funeral funny fur furieux fusee fusil future game gant garden gardien gateau gather
  gauche gave gaz geant gelee genou gentle gift girafe girl glad goal god gold gomme gorge gosse gourmand gout goutte
  grade grain graine graisse grammaire grammar grandfather grandmother grange grass grave gray green grele grenier
  grenouille grew griffe grimace grippe gris grotte ground group grow guard guepe guess guest guilty guitare gun habit
  haine hair haleine hall hanche happen hard haricot hasard hat hate hauteur head heal health healthy hear heart heat
  heaven heavy height hell hen herbe hero heros hibou hidden hide high hire history hit hiver hobby hole holiday holy
  homme honest honey honneur honor hope horloge horreur horse hospital host hot hug huge huile humide hunger hungry hunt
  hurler hurry hurt idea idee ignore ile ill image imite injuste insecte insigne island jacket jail jaloux jambe jambon
  january janvier japon jaune jealous jeans jeu job joie join joli jouet joueur journey joy judge juge juillet juin
  jumeau jument jump june jungle jupe jure jury kick kid kill kind king kiss kitchen knee knew knife known labeur lac
  lacet lady laid laine lait laitier lake lamp lampe land language lapin larme laugh lavabo laver law lazy lead leaf
  lean learn lecon legende leger legume lend leopard lesson letter lettre levre lezard liar libraire library licorne lie
  lien lievre life lift light linge lion lip lips lit live lively load lock logique loi loisir lonely lord lose loud
  loup lourd loutre lovely low luck lucky lumiere lunch lune lunettes lung lutte luxe mad magic magie magique maigre
  mail maladie male malin mammifere manche manege maniere manteau marbre march marechal marge marin marine market
  marmite marry marteau masque massage master matelas matiere matou matter mauve meal meche medaille medicine mefie
  melange meler melodie melt member memoire memory men menace mendiant mensonge menton merle merveille met metal metier
  metre metro meuble middle miette mile milk miroir mirror misere miss mix modern moine moineau mollet momie mondial
  monkey monstre montagne monter month mood moon moquer morale morceau mordre mot mother motif mouche mouchoir mouette
  moule moulin mountain mourir mouse moustache moustique mouth mouton move movie mur murder muscle musee music musicien
  mystere nager naif nail nain naissance naked name narrow nation natte nature navire near neck neige neighbor nerf
  nervous net newspaper nez niche nid noce noeud noise noisette nom noon nord north nose notice nourriture november
  noyer nuage nuance nurse obeir object objet ocean october odd oeil oeuvre offend oignon oiseau old ombre omelette once
  ongle onion opera opinion orage ordinateur oreille oreiller orgueil orphelin orteil otage ouest ought ours outil
  ouvrier own pair palace palais pale pantalon pants paon paper paquebot parade paradis parapluie pardonne parent
  paresse parfum park parole party pas passage passager patate pate patient patin patte paume paupiere pauvre paysage
  peace peau peche pecheur peigne peindre peintre peinture pelle pelouse pen pencil pendule pensee perhaps period perle
  perroquet persil personnage peste petale peuple peur phare phrase piano picture pied piege pig pigeon pilote pinceau
  pingouin pink pion pirate piscine piste pitie pity plafond plaine plan planche plane planet planete plant plante play
  player pleasure pleur pleurer pli plomb plongee plume pneu poche poele poem poeme poesie poet poete poil poing pointe
  poire poitrine poivre pole polite pompier poney poor popular portrait pose potage potato pouce poudre poulain poupee
  poussiere power practice prairie praise pray prayer preference pregnant prenom press pretty pride prince princesse
  prison private prize proie projet promenade promesse promise proof proud prove prune public puce puits pull puni punir
  punish pur pure puree purple purse push pyjama quai queen quit race radio rage rain raise raisin rame rampe rangee
  rare rasoir rat rate raw rayon reach reason recent recolte record recover recul reforme regard regime region regret
  reine relax religion rely remede renard rencontre rent repas repos requin respire rest return reveil rever revolver
  reward rhume rice rich riche ride rideau rire rise risk risque rival river riviere riz robe robinet roche rocher rock
  roi roman romantic ronde roof rope rose rosee roue rough rouille round row royal royaume rub ruban rubber ruche rue
  ruine rule ruse russe sable sacre sad safe sage said sail saint saison salade salet salle salon salt saluer sand sapin
  sat sauce saut sauvage savant save savon scale scare scene sceptre school scie science scream sea seal search season
  seat secher seed seem seldom self selle semelle sense sentier serious serpent serrure sew shade shake shame shape
  sharp sheep sheet shelf shell shine ship shirt shock shoe shoot shore shoulder shower shut shy sick side siecle siege
  sieste sifflet sight sign signal silent silly silver similar sing singe sirene sit size ski skin skirt sky sleep
  sleepy slip slow smart smile smoke smooth snake snow soap soccer social society sock soie soil soin sold soldat
  soldier soleil solide solve sombre sommet son song songe sorciere sore soucoupe soudain soul soulier sound soup soupe
  souper sourcil sourd sourire souris south space spare special spell spend spoke spoon sport spot spread spring square
  stair stamp stand state statue stay steal steam step stick stomach stone stood storm story strange stream street
  strike string strong stupid stupide style stylo succeed succes success such sud sudden sueur suffer sugar suit suite
  sujet summer sun sunday sunny suppose surprise sweat sweet swim sword symbole tableau tabouret tache tail taille
  talent tall talon tambour tapis tasse taste taught taureau tax tea teach teacher team tear teeth television temoin
  tempete tendre tennis tente terre terrible texte theater theatre their theme theory thick third thirsty though thought
  threw throat thunder thursday ticket tidy tie tiger tight tigre till timbre timide tiny tire tired tiroir tissu title
  titre toast toe toile toit told tom tomate tomato tombeau tone tones tongue tonnerre took tool tooth torche tordre
  tortue touch toucher toward towel tower town toy trace trade tradition traitre tranche travel treasure treat tree
  tresor trial triangle tribu trick tricot trip trompette tronc trone trou trouble troupe truc true truite trust truth
  tube tuesday tuile tulipe turtle twin ugly uniform univers universe university unless upset usage use useful usine
  utile vacation vache vague vaisseau valeur vallee valley value vampire vanille vapeur vase veau vedette vegetable
  veille veine velo velours vent ventre ver verb verite vers vertu veste vetement victim victime victoire vie vieillard
  vierge view violence violin violon vision vitre vivant vivre voeu voice voile volcan voler volonte vote voyageur vue
  wagon wake walk wall war warn wash waste watch weak weapon wear wedding wednesday weekend weight welcome went west wet
  wheel whole whom whose why wide wild win wind window winter wise wish wolf woman women won wonder wood wool wore worry
  worse worst wound writer wrote yard yellow yeux young youth zebre
`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
