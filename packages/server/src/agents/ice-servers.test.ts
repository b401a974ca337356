import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { iceServersOf } from './ice-servers.ts'

describe('the relays', () => {
  it('are none where none is set', () => expect(iceServersOf(undefined, 0)).toEqual([]))

  it('come with a password that coturn can check and that ends', () => {
    const [server] = iceServersOf({ urls: ['turn:a:3478'], secret: 'north' }, 1_000_000)
    expect(server).toEqual({
      urls: ['turn:a:3478'],
      username: '44200:openseat',
      credential: createHmac('sha1', 'north').update('44200:openseat').digest('base64'),
    })
  })
})
