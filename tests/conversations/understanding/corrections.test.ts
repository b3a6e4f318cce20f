import { describe, expect, it } from 'vitest'
import { client, goods, line } from './situations.ts'

const reasons = (text: string) => client(text).clarifications.map(({ reason }) => reason)

describe('what is taken back', () => {
  it.each<[string, string[]]>([
    ['6 bock, non plutôt 4 doppel', ['4 casier doppel-65cl']],
    ['10 flag finalement 7', ['7 casier flag-65cl']],
    ['5 castel et 3 fanta, non, 3 castel et 5 fanta', ['3 casier castel-65cl', '5 casier fanta-orange-30cl']],
    ['4 ivoire, je me suis trompé 4 bock', ['4 casier bock-65cl']],
    ['8 tuborg petite je veux dire grande', ['8 casier tuborg-65cl']],
    ['2 doppel 3 bock, attends doppel c’est 5', ['3 casier bock-65cl', '5 casier doppel-65cl']],
  ])('is not ordered: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('leaves what "pardon" only adds', () =>
    expect(goods(client('2 castel, pardon et 3 flag'))).toEqual(['2 casier castel-65cl', '3 casier flag-65cl']))
  it.each<[string, string[]]>([
    ['pas de coca mais 3 fanta', ['3 casier fanta-orange-30cl']],
    ['no flag tonight just 4 crates of castel', ['4 casier castel-65cl']],
    ['sans oublier 2 sacs de glaçons et 3 flag', ['2 sac glacons-sac-10kg', '3 casier flag-65cl']],
  ])('does not spread to what is wanted: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
})

describe('one or the other', () => {
  it('is asked, not ordered twice', () => {
    expect(goods(client('4 beaufort ou 4 doppel'))).toEqual([])
    expect(reasons('4 beaufort ou 4 doppel')).toEqual(['brand'])
  })
  it('for want of the first is not ordered', () =>
    expect(goods(client('3 beaufort, à défaut 3 castel'))).toEqual(['3 casier beaufort-65cl']))
})

describe('a count for several', () => {
  it.each<[string, string[]]>([
    ['8 casiers moitié bock moitié castel', ['4 casier bock-65cl', '4 casier castel-65cl']],
    ['9 casiers de heineken : 5 petites 4 grandes', ['4 casier heineken-65cl', '5 casier heineken-33cl']],
    ['6 valpierre, 4 rouge et 2 blanc', ['2 bouteille valpierre-blanc-100cl', '4 bouteille valpierre-rouge-100cl']],
    ['trois casiers : deux de bock, un de flag', ['1 casier flag-65cl', '2 casier bock-65cl']],
    ['three three crates of bock and flag', ['3 casier bock-65cl', '3 casier flag-65cl']],
    ['12 bouteilles de coca 1,5L et 6 de sprite 1,5L', ['12 bouteille coca-cola-150cl', '6 bouteille sprite-150cl']],
    ['5 castel 65 3 flag 33', ['3 casier flag-33cl', '5 casier castel-65cl']],
    ['ambiance demain : 3 jb, 2 chivas', ['2 bouteille chivas-12-70cl', '3 bouteille jb-70cl']],
    ['1- 4 bock\n2- 2 malta', ['2 casier malta-guinness-33cl', '4 casier bock-65cl']],
  ])('is shared out: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('counts the name beside it, not one further on', () =>
    expect(goods(client('livrez au 25 rue des palmiers 3 casiers de bock'))).toEqual(['3 casier bock-65cl']))
})

describe('names', () => {
  it.each<[string, string[]]>([
    ['5 cas tel', ['5 casier castel-65cl']],
    ['4casiersbock', ['4 casier bock-65cl']],
    ['3 hnk grd', ['3 casier heineken-65cl']],
    ['6 hein petite', ['6 casier heineken-33cl']],
    ['2 33exp', ['2 casier 33-export-65cl']],
    ['3 malt', ['3 casier malta-guinness-33cl']],
    ['4 jp chenet red', ['4 bouteille jp-chenet-rouge-75cl']],
    ['chicken wings 3 kilos', ['3 kg ailes-poulet-kg']],
    ['4xcastel33', ['4 casier castel-33cl']],
  ])('are known cut, glued or short: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('that nobody knows are asked about among goods that we know', () => {
    const read = client('3 flag et deux de zamboula')
    expect(goods(read)).toEqual(['3 casier flag-65cl'])
    expect(read.clarifications).toMatchObject([{ text: 'zamboula', reason: 'not_in_catalogue' }])
  })
  it('are not "hein" nor "svp"', () => expect(client('3 flag hein, 2 coca svp').clarifications).toEqual([]))
})

describe('a cart', () => {
  const cart = [line(4, 'casier', 'heineken-33cl'), line(2, 'casier', 'bock-65cl'), line(6, 'pack', 'awa-150cl')]
  const inCart = (text: string) => client(text, 'cart', { cart })
  it.each<[string, string, string[]]>([
    ['enlève tout sauf la bock', 'cart_remove', ['? casier heineken-33cl', '? pack awa-150cl']],
    ['annule la bock et double l’awa', 'cart_remove', ['? casier bock-65cl']],
    ['rajoute 2 heineken', 'cart_add', ['2 casier heineken-33cl']],
    ['heineken en grande', 'cart_set', ['4 casier heineken-65cl']],
    ['bock à 5', 'cart_set', ['5 casier bock-65cl']],
    ['remplace bock par doppel et heineken par flag', 'cart_set', ['2 casier doppel-65cl', '4 casier flag-33cl']],
  ])('is changed as said: %s', (text, intent, expected) => {
    expect(inCart(text).intent).toBe(intent)
    expect(goods(inCart(text))).toEqual(expected)
  })
})

describe('a tale', () => {
  it.each([
    'mon oncle a cassé 4 bouteilles de bock',
    'on prenait 3 castel chaque soir au village',
    'est-ce que 6 casiers de flag rentrent dans une voiture ?',
    'il reste 2 casiers de bock dans ma cuisine',
    'on nous a livré 4 casiers de castel hier',
  ])('orders nothing: %s', (text) => expect(client(text).lines).toEqual([]))
  it.each<[string, string[]]>([
    ['on a perdu le match hier, donc 6 casiers de castel', ['6 casier castel-65cl']],
    ['hier tout était bon, aujourd’hui je veux 4 bock', ['4 casier bock-65cl']],
  ])('may end in a wish: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('that quotes somebody wishes nothing', () =>
    expect(client('hier il m’a dit, donne moi 5 castel').lines).toEqual([]))
})
