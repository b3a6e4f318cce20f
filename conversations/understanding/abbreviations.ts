/**
 * Abbreviations of SMS French, Nouchi and English: what is meant, and behind the sign how it is written. What stands for
 * itself is kept from being read as another word of its sound.
 */
const WRITTEN = `
je veux < jve jveu jveux jvx
je voudrais < jvoudrais
veux < veu vx vo
je prends < jprends jpren
je paie < jpaie jpaye
je peux < jpeux jpeu jpe
peux < peu
je suis < jsui jsuis chui
j arrive < jarive jarrive
j ai < jai g ge
je vais < jvai
je fais < jfais jfai
j allais < jalai
j en < jen
j attends < jattend jattends jaten jatan
attends < attend atten aten atan
c est < c cest cé
c etait < ct cetait
ca < sa
s < s
ces < ces
t < t
tu < tu
ta < ta
svp < stp siouplait
please < pls plz plis abeg
thanks < thx tks
merci < mrc mci mrci mercii
pas < pa po
plus < plu pluss
que < ke k
qui < ki
quand < qd kan kand quan
quoi < koi kwa koa
pourquoi < pk pkoi prkoi prk pq
comme < kom com kome
comment < komen koman commen cmt cmnt
combien < cb cmb cmbien cbien kbien combi kombien
recu < resu ressu
bonjour < bjr bnjr bjour bonjou
bonsoir < bsr bnsr bonswa
salut < slt slu
salam < slm
coucou < cc
ca va < cv
good < gud
morning < mornin
aujourd hui < ajd auj aujourdhui ojd ojourdui ojourdhui aujourdui ojrd
du jour < dujour
maintenant < mtnt mnt mnant
pour < pr pou
dans < ds dan
mais < ms mai mai2
tout < tt
toute < tte
tous < ts
toutes < ttes
avec < avc avk ak
beaucoup < bcp
meme < mm mem
momo < momo
chose < ch choz
vous < vs vou
nous < ns
quelques < qq
quelqu un < qqn kelkun quelkun
quelque < qlq
toujours < tjs tjrs tjr tjour
jamais < jms
deja < dja dej
valide < valid
confirm < confirm
commande < cmd cmde kmd kmde comd comand komand comande cmande kmande
commandes < cmds
livraison < livr livrezon livrson liv
message < msg
messages < msgs
numero < num nr
telephone < tel
pb < pb
probleme < pbm prob
rendez vous < rdv
besoin < bezoin bsoin bzn
est ce que < esk eske
peut < pe
qu est ce que < kesk keske
ok < okay okey oki okk okok
d accord < dac dacc dak dako dacor daccord
oui < wi ui oe ouai ouais ouep
yes < yep yup yeah
il y a < ya
il y aura < yaura
il y avait < yavait
il y en < yen
non < nn nan nop nope
aussi < ossi osi
encore < encor ankor
autre < otr
notre < notr
votre < votr
enleve < anlev anleve enlev
ajoute < ajout
rajoute < rajout
envoie < envoi envoy anvoi
balance < balanc
mettez < mete
mets < met
fais < fai
faut < fo fau
dois < doi
quel < kel
quelle < kelle
frere < frr frer bro
vieux < vie vieu viee
mogo < mogo moo
gars < gar
vers < ver
d habitude < dhab dab dhabitude dabitud dabitude
habitude < hab
d hier < dhier dier
qu hier < qhier
parle < parle
parler < parlé
sauf < sf sof
sans < ss san
dispo < dispo dispos
fournisseur < fourn
prepare < prepa prep
en train < entrin
recupere < recup
annule < anul
manque < mnq mank manq
retard < retar
gate < gate
fini < fini
fois < foi
rien < ri1
apres < apré apre aprs
adresse < ad
you < u
your < ur
are < r
y < y
want to < wanna
going to < gonna
give me < gimme
let me < lemme
don t < dont
can t < cant
won t < wont
i m < im
i ve < ive
what s < whats
where s < wheres
n < n
tomorrow < tmr tmrw tomoro
tonight < tonite
asap < asap
quantity < qty
recue < resue
trop < tro
viens < vien vyen
ferme < ferm
ce que < ske cke
demain < dmin
deuxieme < deuxiem deuziem dezieme
troisieme < troisiem trwaziem
premier < premie
moins < mwin mwins moin
laisse < lesse less
hier < ier yer
seulement < seulmt seulemt slmt slmnt selman selmen selment
boit < boi
pareil < parey parei
tombe < tonbe
hormis < ormi hormi
rouvert < rouver
ouvert < ouver
vite < vit
en < an
`

/** What a short form stands for. */
export const SHORT: ReadonlyMap<string, string> = new Map(
  WRITTEN.trim()
    .split('\n')
    .flatMap((line) => {
      const [meaning = '', forms = ''] = line.split(' < ')
      return forms.split(' ').map((form): [string, string] => [form, meaning])
    }),
)
