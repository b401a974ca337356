import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readSpool } from './spool.ts'
import { type Upload, Uploads } from './uploads.ts'

const body = (text: string) => Readable.from([Buffer.from(text)])
const textOf = async ({ place }: Upload): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of readSpool(place)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
const busy = { code: 'IMPORTS_BUSY', params: { seconds: 10 } }

describe('a file that is sent', () => {
  it('can be read as often as is needed, until it is closed', async () => {
    const upload = await new Uploads().take(1, Readable.from([Buffer.from('手机,'), Buffer.from('姓名')]), 100)
    expect([upload.bytes, await textOf(upload), await textOf(upload)]).toEqual([13, '手机,姓名', '手机,姓名'])
    await upload.close()
    await expect(textOf(upload)).rejects.toThrow()
  })

  it('is refused where the tenant has many, or all have, until one is closed', async () => {
    const uploads = new Uploads()
    const own = await Promise.all(Array.from({ length: 6 }, () => uploads.take(1, body('x'), 100)))
    await expect(uploads.take(1, body('x'), 100)).rejects.toMatchObject(busy)
    const others = await Promise.all(Array.from({ length: 26 }, (_, at) => uploads.take(2 + (at % 5), body('x'), 100)))
    await expect(uploads.take(9, body('x'), 100)).rejects.toMatchObject(busy)
    await own[0]?.close()
    await own[0]?.close()
    const next = await uploads.take(1, body('x'), 100)
    await expect(uploads.take(1, body('x'), 100)).rejects.toMatchObject(busy)
    await Promise.all([...own, ...others, next].map((upload) => upload.close()))
  })

  it('counts no longer once it is too large or breaks off', async () => {
    const uploads = new Uploads()
    const broken = () =>
      Readable.from(
        (async function* () {
          yield Buffer.from('x')
          throw new Error('aborted')
        })(),
      )
    for (let n = 0; n < 7; n++) {
      await expect(uploads.take(1, body('12345'), 4)).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE', params: { max: 4 } })
      await expect(uploads.take(1, broken(), 4)).rejects.toThrow('aborted')
    }
    await (await uploads.take(1, body('1234'), 4)).close()
  })
})
