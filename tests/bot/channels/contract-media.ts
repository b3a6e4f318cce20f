import { describe, expect, it } from 'vitest'
import { type ChannelHarness, needed } from './contract-harness.ts'

const MOST = 64 * 1024
const photo = { contentType: 'image/jpeg', bytes: Buffer.from('the bytes of a photo') }

export function contractOfMedia(at: () => ChannelHarness): void {
  describe('a file that somebody sent', () => {
    it('is fetched whole, with its type', async (context) => {
      const ref = needed(context, at().keepMedia)(photo)
      const fetched = await at().channel.fetchMedia(ref, MOST)
      expect(fetched).toMatchObject({ kind: 'fetched', contentType: 'image/jpeg' })
      expect(fetched.kind === 'fetched' && fetched.bytes.equals(photo.bytes)).toBe(true)
    })

    it('is fetched up to the limit, and gone above it', async (context) => {
      const keepMedia = needed(context, at().keepMedia)
      const most = keepMedia({ ...photo, bytes: Buffer.alloc(MOST) })
      expect(await at().channel.fetchMedia(most, MOST)).toMatchObject({ kind: 'fetched' })
      const tooBig = keepMedia({ ...photo, bytes: Buffer.alloc(MOST + 1) })
      expect(await at().channel.fetchMedia(tooBig, MOST)).toMatchObject({ kind: 'gone' })
    })

    for (const how of ['expired', 'wrong_type'] as const) {
      it(`is gone for good: ${how}`, async (context) => {
        const ref = needed(context, at().keepMedia)({ ...photo, how })
        expect(await at().channel.fetchMedia(ref, MOST)).toMatchObject({ kind: 'gone' })
      })
    }

    it('is asked for again when the provider is out of order', async (context) => {
      const ref = needed(context, at().keepMedia)({ ...photo, how: 'unavailable' })
      expect(await at().channel.fetchMedia(ref, MOST)).toMatchObject({ kind: 'retry' })
    })

    it('is gone, and nothing throws, for a ref that is nonsense', async (context) => {
      needed(context, at().keepMedia)
      for (const ref of ['', '../../etc/passwd', 'file:///etc/passwd', 'http://169.254.169.254/latest', '\0']) {
        expect((await at().channel.fetchMedia(ref, MOST)).kind).not.toBe('fetched')
      }
    })
  })
}
