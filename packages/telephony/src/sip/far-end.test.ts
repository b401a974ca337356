// The far ends of calls whose program was killed: the next one hangs up on them.
import { beforeEach, expect, it } from 'vitest'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'

const FROM = { user: '1001', host: 'a', displayName: 'Zhang "San" 张三' }

let net: FakeNetwork
let a: Node
let b: Node

beforeEach(async () => {
  net = new FakeNetwork()
  a = await net.add('a')
  b = await net.add('b')
})

/** Another program in the place of `a`, which says no more. */
const killed = (): Promise<Node> => net.add('a')
const farEnd = (callId: string): string => a.gateway.farEndOf(callId) ?? 'none'

async function call(from: Node, to: Node): Promise<{ caller: string; callee: string }> {
  const host = to === a ? 'a' : 'b'
  const caller = from.gateway.dial({ to: { uri: `sip:4466@${host}` }, from: FROM, sdp: 'offer' })
  await net.pass(5)
  const { callId: callee } = to.last('incoming')
  return { caller, callee }
}

it('a caller whom it had answered is hung up on', async () => {
  const { caller, callee } = await call(b, a)
  const arrived = farEnd(callee)
  a.gateway.answer(callee, 'answer')
  await net.pass(5)
  const next = await killed()
  const done = next.gateway.hangUpFarEnd(arrived)
  await net.pass(5)
  expect(await done).toBe(true)
  expect(b.last('ended')).toMatchObject({ callId: caller, cause: { kind: 'hungUp', by: 'remote' } })
})

it('so is whom it had called, also after requests of its own in the call', async () => {
  const { caller, callee } = await call(a, b)
  b.gateway.answer(callee, 'answer')
  await net.pass(5)
  const answered = farEnd(caller)
  for (const sdp of ['hold', 'offer']) {
    const reoffered = a.gateway.reoffer(caller, sdp)
    await net.pass(5)
    b.gateway.answer(callee, 'answer')
    await net.pass(5)
    expect(await reoffered).toMatchObject({ ok: true })
  }
  const next = await killed()
  const done = next.gateway.hangUpFarEnd(answered)
  await net.pass(5)
  expect(await done).toBe(true)
  expect(b.last('ended')).toMatchObject({ callId: callee, cause: { kind: 'hungUp', by: 'remote' } })
})

it('nobody is waited for without end, and one who knows of no call has answered', async () => {
  const { callee } = await call(b, a)
  a.gateway.answer(callee, 'answer')
  await net.pass(5)
  const text = farEnd(callee)
  const next = await killed()
  net.loses = (line) => line.startsWith('a>b')
  const unheard = next.gateway.hangUpFarEnd(text)
  await net.pass(40_000)
  expect(await unheard).toBe(false)
  net.loses = () => false
  b = await net.add('b')
  const unknown = next.gateway.hangUpFarEnd(text)
  await net.pass(5)
  expect(await unknown).toBe(true)
})

it.each(['', 'x', '!!!', Buffer.from('null').toString('base64url'), Buffer.from('{"callId":1}').toString('base64url')])(
  'what cannot be read (%j) is nobody',
  async (text) => {
    expect(await a.gateway.hangUpFarEnd(text)).toBe(false)
  },
)

it('of a call that is not there, nothing is kept; of a peer with very long headers neither', async () => {
  expect(a.gateway.farEndOf('nobody')).toBeUndefined()
  b.gateway.dial({ to: { uri: 'sip:4466@a' }, from: { ...FROM, displayName: 'x'.repeat(3_000) }, sdp: 'offer' })
  await net.pass(5)
  expect(a.gateway.farEndOf(a.last('incoming').callId)).toBeUndefined()
})
