import { expect, it } from 'vitest'
import { tagOf } from './address.ts'
import { responseTo } from './build.ts'
import { bytesOf, textOf } from './bytes.ts'
import { paramText } from './params.ts'
import { parseMessage } from './parse.ts'
import { serialise } from './serialise.ts'
import { addressesOf, type SipRequest } from './sip-message.ts'
import { withReceived } from '../transport/received.ts'

const GBK = Buffer.from('d5c5c8fd', 'hex')

const request = (lines: readonly (string | Buffer)[]): SipRequest => {
  const bytes = Buffer.concat([...lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]), Buffer.from('\r\n')])
  const outcome = parseMessage(bytes)
  if (!outcome.ok || outcome.message.kind !== 'request') throw new Error(JSON.stringify(outcome))
  return outcome.message
}

const line = (before: string, bytes: Buffer, after: string): Buffer => Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])

const ODD = [
  'INVITE sip:4466@b SIP/2.0',
  'v:  SIP / 2.0/udp   a ;RPORT; Branch=z9hG4bK-Odd.1 ;X="a;b,c"',
  'Via: SIP/2.0/TCP c;branch=Z9HG4BKxyz',
  line('From: "', GBK, '" <SIP:王@A.example;USER=phone>;X=1;tag=Tag%41'),
  line('t: ', Buffer.from('e9', 'hex'), 'lodie   <sip:4466@b>'),
  line('i: ', GBK, '@a'),
  'CSeq: 0007 INVITE',
]

it('reads bytes of any encoding and gives them back as they were', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  for (const bytes of [all, GBK, Buffer.from('张三😀'), Buffer.concat([Buffer.from('é😀'), all, Buffer.from('三')])]) {
    expect(bytesOf(textOf(bytes)).equals(bytes)).toBe(true)
  }
})

it('repeats Via, From, To and Call-ID byte for byte, but for what a server adds', () => {
  const answer = serialise(responseTo(withReceived(request(ODD), { host: '192.0.2.1', port: 5062 }), { status: 180 }, 'ours'))
  const expected = [
    'SIP/2.0 180 Ringing',
    'Via: SIP / 2.0/udp   a ;rport=5062; Branch=z9hG4bK-Odd.1 ;X="a;b,c";received=192.0.2.1',
    'Via: SIP/2.0/TCP c;branch=Z9HG4BKxyz',
    line('From: "', GBK, '" <SIP:王@A.example;USER=phone>;X=1;tag=Tag%41'),
    line('To: ', Buffer.from('e9', 'hex'), 'lodie   <sip:4466@b>;tag=ours'),
    line('Call-ID: ', GBK, '@a'),
  ]
  for (const text of expected) expect(answer.includes(Buffer.concat([Buffer.from(text), Buffer.from('\r\n')]))).toBe(true)
})

it('takes a user part apart at its first unescaped semicolon', () => {
  const { uri } = request(['INVITE sip:%2B8613912340018;RN=route%3B7;npdi@b SIP/2.0', ...ODD.slice(1)])
  expect(uri).toMatchObject({ user: '+8613912340018;RN=route;7;npdi', number: '+8613912340018' })
  expect([...uri.userParams]).toEqual([
    ['rn', 'route;7'],
    ['npdi', null],
  ])
})

it('reads identities of several fields and values, and passes over one that is malformed', () => {
  const message = request([
    ...ODD,
    'P-Asserted-Identity: "A, B" <sip:1001;ext=7@a>, <tel:+8613912340018;ext=12>',
    'P-Asserted-Identity: "open <sip:1002@a>',
    'Remote-Party-ID: "x;privacy=off" <sip:1003@a>;party=calling;privacy="full"',
  ])
  expect(addressesOf(message, 'p-asserted-identity').map(({ uri }) => [uri.number, uri.userParams.get('ext')])).toEqual([
    ['1001', '7'],
    ['+8613912340018', '12'],
  ])
  const [party] = addressesOf(message, 'remote-party-id')
  expect(party && paramText(party.params, 'privacy')).toBe('full')
  expect(tagOf(message.from)).toBe('Tag%41')
})

it('takes the second byte of a Chinese character for no backslash', () => {
  const name = Buffer.from('d5c5d55c', 'hex')
  const message = request([...ODD.slice(0, 3), line('From: "', name, '" <sip:2002@a>;tag=1'), ...ODD.slice(4)])
  expect(message.from.uri.user).toBe('2002')
  expect(bytesOf(message.from.displayName).equals(name)).toBe(true)
})
