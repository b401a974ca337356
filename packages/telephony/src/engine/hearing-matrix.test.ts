// Who hears whom, measured by one tone per party, in the states of call control: a customer, two agents, a second customer, an inspector.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventLog } from './event-log.ts'
import type { HearingRule, MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const TONES = { 'phone/1': 706, 'agent/101': 1014, 'agent/102': 1510, 'phone/1/2': 2038, 'agent/103': 2466 }
const LEGS = Object.entries(TONES)
const LIMIT = { timeout: 60_000 }

let engine: MediaEngine
let phones: Map<string, RtpPhone>

beforeEach(async () => {
  engine = createMediaEngine({ settings: { workers: 1 } })
  const log = new EventLog(engine)
  phones = new Map()
  await engine.openRoom('call')
  for (const [leg, toneHz] of LEGS) {
    const phone = await RtpPhone.open({ toneHz, law: leg.startsWith('agent') ? 'alaw' : 'mulaw' })
    phones.set(leg, phone)
    await phone.call(engine, { room: 'call', leg })
    await log.until((event) => event.type === 'legConnected' && event.leg === leg)
  }
})

afterEach(async () => {
  for (const phone of phones.values()) phone.close()
  await engine.close()
})

/** `listener: sources`, the sources by the letters a to e in the order of `TONES`. `?` is neither heard nor silent. */
const matrix = (): string[] => [...phones.values()].map(heardBy)

const heardBy = (phone: RtpPhone): string =>
  LEGS.map(([, hz], i) => {
    const level = phone.levelDb(hz)
    return level > -30 ? 'abcde'[i] : level < -50 ? '-' : '?'
  }).join('')

const becomes = async (expected: string[]): Promise<void> => {
  await expect.poll(matrix, { timeout: 15_000, interval: 50 }).toEqual(expected)
  for (const phone of phones.values()) phone.forget()
  await expect.poll(matrix, { timeout: 15_000, interval: 50 }).toEqual(expected)
}

const hears = (listener: string, ...sources: string[]): HearingRule[] => sources.map((source) => ({ listener, source, gain: 1 }))

const TALK = [...hears('phone/1', 'agent/101'), ...hears('agent/101', 'phone/1')]
const LISTEN = [...TALK, ...hears('agent/103', 'phone/1', 'agent/101')]
const WHISPER = [...LISTEN, ...hears('agent/101', 'agent/103')]
const BARGE_IN = [...WHISPER, ...hears('phone/1', 'agent/103')]
const CONSULT = [...hears('agent/101', 'agent/102'), ...hears('agent/102', 'agent/101')]

describe('five legs in a room', () => {
  it('hear exactly whom call control lets them hear', LIMIT, async () => {
    await becomes(['-bcde', 'a-cde', 'ab-de', 'abc-e', 'abcd-'])
    const states = {
      talk: [TALK, ['-b---', 'a----', '-----', '-----', '-----']],
      listen: [LISTEN, ['-b---', 'a----', '-----', '-----', 'ab---']],
      whisper: [WHISPER, ['-b---', 'a---e', '-----', '-----', 'ab---']],
      bargeIn: [BARGE_IN, ['-b--e', 'a---e', '-----', '-----', 'ab---']],
      consult: [CONSULT, ['-----', '--c--', '-b---', '-----', '-----']],
      nobody: [[], ['-----', '-----', '-----', '-----', '-----']],
    } as const
    for (const [rules, expected] of Object.values(states)) {
      await engine.setHearing('call', rules)
      await becomes([...expected])
    }
  })

  it('hear each pair alone when that pair is allowed', LIMIT, async () => {
    for (const [i, [listener]] of LEGS.entries()) {
      const source = LEGS[(i + 2) % LEGS.length]?.[0] ?? ''
      await engine.setHearing('call', hears(listener, source))
      await expect
        .poll(matrix, { timeout: 15_000, interval: 50 })
        .toEqual(LEGS.map((_, row) => LEGS.map((_, column) => (row === i && column === (i + 2) % 5 ? 'abcde'[column] : '-')).join('')))
    }
  })

  it('are not disturbed by one that is closed, and one that comes back is heard as the rules say', LIMIT, async () => {
    await engine.setHearing('call', LISTEN)
    const inspected = async () => (await engine.stats({ room: 'call', leg: 'agent/101' })).packetsReceived
    const before = await inspected()
    await engine.closeLeg({ room: 'call', leg: 'agent/103' })
    await engine.closeLeg({ room: 'call', leg: 'phone/1/2' })
    await expect(engine.stats({ room: 'call', leg: 'agent/103' })).rejects.toMatchObject({ code: 'MEDIA_LEG_UNKNOWN' })
    const [customer, agent] = [phones.get('phone/1'), phones.get('agent/101')]
    const from = customer?.packets.length ?? 0
    for (const phone of [customer, agent]) phone?.forget()
    await expect.poll(() => matrix().slice(0, 2), { timeout: 15_000 }).toEqual(['-b---', 'a----'])
    expect(await inspected()).toBeGreaterThan(before)
    const numbers = (customer?.packets.slice(from) ?? []).map(({ sequenceNumber }) => sequenceNumber)
    expect(numbers).toEqual(numbers.map((_, i) => ((numbers[0] ?? 0) + i) & 0xffff))
    await phones.get('agent/103')?.call(engine, { room: 'call', leg: 'agent/103' })
    await expect.poll(() => matrix().at(-1), { timeout: 15_000 }).toBe('ab---')
  })

  it('hear with the gain of the rule', LIMIT, async () => {
    await engine.setHearing('call', [
      { listener: 'agent/101', source: 'phone/1', gain: 0.25 },
      { listener: 'agent/102', source: 'phone/1', gain: 1 },
      { listener: 'agent/103', source: 'phone/1', gain: 2 },
    ])
    const levels = () => ['agent/101', 'agent/102', 'agent/103'].map((leg) => Math.round(phones.get(leg)?.levelDb(TONES['phone/1']) ?? 0))
    await expect.poll(levels, { timeout: 15_000 }).toEqual([-24, -12, -6])
  })
})
