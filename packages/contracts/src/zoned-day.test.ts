import { describe, expect, it } from 'vitest'
import { dayOf, isTimeZone, lastHour } from './zoned-day.ts'

const at = (iso: string): number => Date.parse(iso)
const day = (iso: string, zone: string): [string, string, number] => {
  const { from, to } = dayOf(at(iso), zone)
  return [new Date(from).toISOString(), new Date(to).toISOString(), (to - from) / 3_600_000]
}

describe('a day', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-30T16:00:00Z', '2026-11-30T16:00:00.000Z', '2026-12-01T16:00:00.000Z', 24],
    ['Asia/Shanghai', '2026-11-30T15:59:59.999Z', '2026-11-29T16:00:00.000Z', '2026-11-30T16:00:00.000Z', 24],
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z', 23],
    ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z', 25],
    ['Pacific/Auckland', '2026-04-04T20:00:00Z', '2026-04-04T11:00:00.000Z', '2026-04-05T12:00:00.000Z', 25],
    ['Pacific/Auckland', '2026-09-26T20:00:00Z', '2026-09-26T12:00:00.000Z', '2026-09-27T11:00:00.000Z', 23],
    ['UTC', '2026-02-28T23:59:59Z', '2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z', 24],
    // Clocks are put forward at midnight: the day begins at one.
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z', 23],
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z', 23],
    // Half an hour; and a day that an island left out.
    ['Australia/Lord_Howe', '2026-10-04T00:00:00Z', '2026-10-03T13:30:00.000Z', '2026-10-04T13:00:00.000Z', 23.5],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2025-12-31T18:15:00.000Z', '2026-01-01T18:15:00.000Z', 24],
  ])('in %s at %s', (zone, moment, from, to, hours) => {
    expect(day(moment, zone)).toEqual([from, to, hours])
  })

  it('follows the one before without a gap, all year round', () => {
    for (const zone of [
      'America/New_York',
      'Pacific/Auckland',
      'Africa/Cairo',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Asia/Shanghai',
    ]) {
      let { to } = dayOf(at('2026-01-01T12:00:00Z'), zone)
      for (let n = 0; n < 366; n++) {
        const next = dayOf(to, zone)
        expect(next.from, zone).toBe(to)
        expect(dayOf(next.to - 1, zone)).toEqual(next)
        to = next.to
      }
    }
  })
})

describe('the last time that the clock struck an hour', () => {
  it.each([
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T07:00:00.000Z'],
    ['Asia/Shanghai', '2026-11-30T17:59:00Z', '2026-11-29T18:00:00.000Z'],
    ['Asia/Shanghai', '2026-11-30T18:00:00Z', '2026-11-30T18:00:00.000Z'],
  ])('in %s at %s', (zone, now, struck) => {
    expect(new Date(lastHour(2, at(now), zone)).toISOString()).toBe(struck)
  })
})

it('is told of a zone that there is from one that there is not', () => {
  const names = ['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires', 'Mars/Olympus', '', '+08:00', 'CST8', "x'y"]
  expect(names.filter(isTimeZone)).toEqual(['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires'])
})
