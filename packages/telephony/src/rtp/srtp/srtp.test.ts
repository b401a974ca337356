import { describe, expect, it } from 'vitest'
import { ProtectionProfileAes128CmHmacSha1_80, RtpHeader, SrtpSession } from 'werift'
import type { RtpOut } from '../../media/rtp-packet.ts'
import { writeRtp } from '../wire/rtp-wire.ts'
import { Protection } from './protection.ts'
import { counterOf, deriveKey, keystream, type SrtpSuite } from './srtp-key.ts'
import { SrtpReceiver } from './srtp-receiver.ts'
import { SrtpSender } from './srtp-sender.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

// RFC 3711 appendix B.3.
const MASTER = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6')
const SUITES: readonly SrtpSuite[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']
const KEY = { suite: 'AES_CM_128_HMAC_SHA1_80', master: MASTER } as const

const rtp = (sequenceNumber: number, more: Partial<RtpOut> = {}): Buffer =>
  writeRtp({
    ssrc: 0xcafebabe,
    payloadType: 8,
    sequenceNumber,
    timestamp: 160 * sequenceNumber,
    marker: false,
    payload: Buffer.alloc(160, 0xab),
    ...more,
  })

describe('the vectors of RFC 3711', () => {
  it('appendix B.2: the key stream of AES in counter mode', () => {
    const key = hex('2B7E151628AED2A6ABF7158809CF4F3C')
    const counter = counterOf(hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'), 0, 0)
    expect(counter).toEqual(hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'))
    const stream = keystream(key, counter, Buffer.alloc(0xff02 * 16))
    const block = (number: number) => stream.subarray(number * 16, number * 16 + 16)
    expect([0, 1, 2, 0xfeff, 0xff00, 0xff01].map(block)).toEqual(
      [
        'E03EAD0935C95E80E166B16DD92B4EB4',
        'D23513162B02D0F72A43A2FE4A5F97AB',
        '41E95B3BB0A2E8DD477901E4FCA894C0',
        'EC8CDF7398607CB0F2D21675EA9EA1E4',
        '362B7C3C6773516318A077D7FC5073AE',
        '6A2CC3787889374FBEB4C81B17BA6C44',
      ].map(hex),
    )
  })

  it('appendix B.3: the keys derived from a master key', () => {
    expect(deriveKey(MASTER, 0, 16)).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'))
    expect(deriveKey(MASTER, 2, 14)).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'))
    expect(deriveKey(MASTER, 1, 94)).toEqual(
      hex(
        `CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE E049646C43D9327AD175578EF7227098
           6371C10C9A369AC2F94A8C5FBCDDDC25 6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2`.replaceAll(/\s/g, ''),
      ),
    )
  })

  it('a whole RTP and a whole RTCP packet, as libsrtp checks itself by', () => {
    const sender = new SrtpSender(KEY)
    const packet = hex('800f1234 decafbad cafebabe abababab abababab abababab abababab')
    expect(sender.protect(packet)).toEqual(hex('800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb'))
    const report = hex('81c8000b cafebabe abababab abababab abababab abababab')
    expect(sender.protectRtcp(report)).toEqual(hex('81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001 993e08cd 54d6c123 0798'))
  })
})

it('understands another implementation, and is understood by it', () => {
  const [key, salt] = [MASTER.subarray(0, 16), MASTER.subarray(16)]
  const werift = new SrtpSession({
    keys: { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt },
    profile: ProtectionProfileAes128CmHmacSha1_80,
  })
  expect(werift.decrypt(new SrtpSender(KEY).protect(rtp(7)))).toEqual(rtp(7))
  const header = new RtpHeader({ ssrc: 9, payloadType: 8, sequenceNumber: 5, timestamp: 800 })
  const payload = Buffer.alloc(160, 0x55)
  expect(new SrtpReceiver(KEY).unprotect(werift.encrypt(payload, header))).toEqual(
    Buffer.concat([header.serialize(header.serializeSize), payload]),
  )
})

describe.each(SUITES)('%s', (suite) => {
  const pair = () => [new SrtpSender({ suite, master: MASTER }), new SrtpReceiver({ suite, master: MASTER })] as const

  it('gives back what was sent, across the wrap of the number, whatever is late or lost', () => {
    const [sender, receiver] = pair()
    const sequences = Array.from({ length: 40 }, (_, i) => (65_520 + i) & 0xffff)
    const sent = sequences.map((sequence) => sender.protect(rtp(sequence)))
    const order = [...sent.keys()].toSorted((a, b) => (a ^ 5) - (b ^ 5)).filter((i) => i % 11 !== 3)
    for (const i of order) expect(receiver.unprotect(sent[i] ?? Buffer.alloc(0)), `${sequences[i]}`).toEqual(rtp(sequences[i] ?? 0))
  })

  it('drops what is repeated or too old to tell', () => {
    const [sender, receiver] = pair()
    const sent = Array.from({ length: 300 }, (_, i) => sender.protect(rtp(i)))
    for (const packet of sent.slice(1)) expect(receiver.unprotect(packet)).toBeDefined()
    for (const packet of sent) expect(receiver.unprotect(packet)).toBeUndefined()
  })

  it('drops what another key, another hand or nobody signed', () => {
    const [sender, receiver] = pair()
    const good = sender.protect(rtp(1))
    const stranger = new SrtpSender({ suite, master: Buffer.alloc(30, 1) })
    expect(receiver.unprotect(stranger.protect(rtp(1)))).toBeUndefined()
    expect(receiver.unprotect(rtp(1))).toBeUndefined()
    for (let at = 0; at < good.length; at++) {
      const touched = Buffer.from(good)
      touched.writeUInt8(touched.readUInt8(at) ^ 1, at)
      expect(receiver.unprotect(touched), `byte ${at}`).toBeUndefined()
    }
    for (let length = 0; length < good.length; length++) expect(receiver.unprotect(good.subarray(0, length))).toBeUndefined()
    expect(receiver.unprotect(good)).toEqual(rtp(1))
  })

  it('protects reports, and drops repeated and forged ones', () => {
    const [sender, receiver] = pair()
    const report = Buffer.concat([hex('80c80006 cafebabe'), Buffer.alloc(20, 7)])
    const first = sender.protectRtcp(report)
    const second = sender.protectRtcp(report)
    expect([second, first].map((bytes) => receiver.unprotectRtcp(bytes))).toEqual([report, report])
    const forged = Buffer.from(sender.protectRtcp(report))
    forged.writeUInt8(forged.readUInt8(9) ^ 1, 9)
    const bad = [first, second, forged, report, Buffer.alloc(0), Buffer.alloc(21)]
    expect(bad.map((bytes) => receiver.unprotectRtcp(bytes))).toEqual(bad.map(() => undefined))
  })
})

describe('further offers', () => {
  const other = { ...KEY, master: Buffer.alloc(30, 3) }

  it('keep the numbering under the same keys, and count what is refused', () => {
    const [here, there] = [new Protection(), new Protection()]
    for (const side of [here, there]) side.setKeys({ ours: KEY, theirs: KEY })
    const packet = here.protect(rtp(1))
    expect(there.unprotect(packet)).toEqual(rtp(1))
    there.setKeys({ ours: other, theirs: { ...KEY, master: Buffer.from(MASTER) } })
    expect(there.unprotect(packet)).toBeUndefined()
    expect(there.packetsRefused).toBe(1)
  })

  it('bring a new key, whether the peer then counts on or begins anew', () => {
    const old = new SrtpSender(KEY)
    const before = new SrtpReceiver(KEY)
    for (const sequence of [65_000, 65_535, 3]) expect(before.unprotect(old.protect(rtp(sequence)))).toBeDefined()
    const [counting, anew] = [new SrtpSender(other), new SrtpSender(other)]
    for (const sequence of [65_535, 3]) counting.protect(rtp(sequence))
    expect(new SrtpReceiver(other, before).unprotect(counting.protect(rtp(4)))).toEqual(rtp(4))
    expect(new SrtpReceiver(other, before).unprotect(anew.protect(rtp(4)))).toEqual(rtp(4))
  })
})
