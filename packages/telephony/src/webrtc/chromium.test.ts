import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventLog } from '../engine/event-log.ts'
import type { MediaEngine } from '../engine/media-engine.ts'
import { createMediaEngine } from '../engine/pooled-media-engine.ts'
import { HOLD_MUSIC_HZ } from '../media/music.ts'
import { BrowserParties, type BrowserParty } from './browser-party.ts'

const CUSTOMER_HZ = 1000
const AGENT_HZ = 1500
const HEARD_DB = -60
const NOT_HEARD_DB = -75

const levelsBecome = (party: BrowserParty, heard: number[], notHeard: number[]) =>
  expect
    .poll(
      async () => {
        const levels = await party.hears(...heard, ...notHeard)
        const right = levels.every((level, i) => (i < heard.length ? level > HEARD_DB : level < NOT_HEARD_DB))
        return right ? 'as wanted' : JSON.stringify({ heard, notHeard, levels: levels.map(Math.round) })
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBe('as wanted')

describe('two Chromium pages in a room', { timeout: 60_000 }, () => {
  let engine: MediaEngine
  let log: EventLog
  let parties: BrowserParties
  let customer: BrowserParty
  let agent: BrowserParty

  const onOffer = async (path: string, offerSdp: string): Promise<string> => {
    const [, room = '', leg = '', again] = path.split('/')
    const { answerSdp } = await engine[again === undefined ? 'openWebLeg' : 'reofferWebLeg']({ room, leg, offerSdp })
    return answerSdp
  }

  beforeAll(async () => {
    engine = createMediaEngine({ settings: { addresses: ['127.0.0.1'], mediaTimeoutMs: 2000, statsIntervalMs: 1000 } })
    log = new EventLog(engine)
    await engine.openRoom('call')
    parties = await BrowserParties.start(onOffer)
    customer = await parties.open()
    agent = await parties.open()
    await Promise.all([customer.join('/call/customer', CUSTOMER_HZ), agent.join('/call/agent', AGENT_HZ)])
  }, 60_000)

  afterAll(async () => {
    await parties.close()
    await engine.close()
  })

  it('lets each hear the other, and nobody himself', async () => {
    await log.until((event) => event.type === 'legConnected' && event.leg === 'customer')
    await log.until((event) => event.type === 'legConnected' && event.leg === 'agent')
    await levelsBecome(customer, [AGENT_HZ], [CUSTOMER_HZ])
    await levelsBecome(agent, [CUSTOMER_HZ], [AGENT_HZ])
  })

  it('plays hold music instead of the voices, and gives the voices back', async () => {
    await engine.setHearing('call', [])
    const source = { kind: 'generated', sound: 'hold-music' } as const
    const { playId } = await engine.play({ room: 'call', leg: 'customer', source, loop: true })
    await levelsBecome(customer, [HOLD_MUSIC_HZ], [AGENT_HZ, CUSTOMER_HZ])
    await levelsBecome(agent, [], [CUSTOMER_HZ, HOLD_MUSIC_HZ])
    await engine.stopPlay({ room: 'call', playId })
    await engine.setHearing('call', 'everyone')
    await levelsBecome(customer, [AGENT_HZ], [HOLD_MUSIC_HZ])
  })

  it('mutes one of them', async () => {
    await engine.setMuted({ room: 'call', leg: 'agent', muted: true })
    await levelsBecome(customer, [], [AGENT_HZ])
    await levelsBecome(agent, [CUSTOMER_HZ], [])
    await engine.setMuted({ room: 'call', leg: 'agent', muted: false })
    await levelsBecome(customer, [AGENT_HZ], [])
  })

  it('receives the keys of insertDTMF once each', async () => {
    await customer.press('5#')
    await log.until((event) => event.type === 'digit' && event.digit === '#')
    const digits = log.events.flatMap((event) => (event.type === 'digit' ? [event.leg + event.digit] : []))
    expect(digits).toEqual(['customer5', 'customer#'])
  })

  it('keeps the audio through an ICE restart on the same connection', async () => {
    await agent.restartIce('/call/agent/again')
    const before = await engine.stats({ room: 'call', leg: 'agent' })
    await expect
      .poll(async () => (await engine.stats({ room: 'call', leg: 'agent' })).packetsReceived, { timeout: 20_000 })
      .toBeGreaterThan(before.packetsReceived + 50)
    await levelsBecome(agent, [CUSTOMER_HZ], [AGENT_HZ])
    await levelsBecome(customer, [AGENT_HZ], [CUSTOMER_HZ])
  })

  it('measures loss, jitter, levels and the round trip from the sender reports of a talking browser', async () => {
    const event = await log.until((e) => e.type === 'stats' && e.leg === 'customer' && e.stats.roundTripMs !== null)
    const stats = event.type === 'stats' ? event.stats : undefined
    expect(stats).toMatchObject({ connected: true, packetsLost: 0, lossFraction: 0, remoteLossFraction: expect.any(Number) })
    expect(stats?.jitterMs).toBeGreaterThan(0)
    expect(stats?.levelInDb).toBeGreaterThan(-40)
  })

  it('resumes after a page reload under the same leg id, with its hearing rules', async () => {
    await engine.setHearing('call', [
      { listener: 'agent', source: 'customer', gain: 1 },
      { listener: 'customer', source: 'agent', gain: 1 },
    ])
    log.clear()
    await agent.reload()
    await agent.join('/call/agent', AGENT_HZ)
    await log.until((event) => event.type === 'legConnected' && event.leg === 'agent')
    await levelsBecome(agent, [CUSTOMER_HZ], [AGENT_HZ])
    await levelsBecome(customer, [AGENT_HZ], [CUSTOMER_HZ])
  })

  it('tells at once of a browser that closed its connection', async () => {
    log.clear()
    await customer.hangUp()
    await log.until((event) => event.type === 'legDisconnected' && event.leg === 'customer')
    await levelsBecome(agent, [], [CUSTOMER_HZ])
  })

  it('tells of a page that went away without a word', async () => {
    log.clear()
    await agent.close()
    await log.until((event) => (event.type === 'mediaTimeout' || event.type === 'legDisconnected') && event.leg === 'agent')
  })
})
