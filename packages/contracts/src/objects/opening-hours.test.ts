import { describe, expect, it } from 'vitest'
import { isOpen, nextOpening, type OpeningHours } from './opening-hours.ts'
import { workingHours } from './working-hours.ts'

const workdays = [1, 2, 3, 4, 5]
const hours = (changes: Partial<OpeningHours>): OpeningHours => ({ weekly: [], specialDays: [], ...changes })
const shanghai = (written: string): number => Date.parse(`${written}+08:00`)
const openIn = (timeZone: string, given: OpeningHours, written: string): boolean => isOpen(given, Date.parse(written), timeZone)

describe('opening hours', () => {
  const office = hours({
    weekly: [
      { days: workdays, from: '09:00', to: '12:00' },
      { days: workdays, from: '13:30', to: '18:00' },
    ],
  })

  it.each([
    ['2026-11-30T09:00:00', true],
    ['2026-11-30T08:59:59.999', false],
    ['2026-11-30T11:59:59.999', true],
    ['2026-11-30T12:00:00', false],
    ['2026-11-30T13:30:00', true],
    ['2026-11-30T18:00:00', false],
    ['2026-11-29T10:00:00', false],
  ])('open from the first moment of a range to before its last: %s, a break at noon, a Sunday', (written, open) => {
    expect(isOpen(office, shanghai(written), 'Asia/Shanghai')).toBe(open)
  })

  it('goes by the clock of the time zone, not by the server’s or by UTC', () => {
    const moment = shanghai('2026-11-30T09:30:00')
    expect(isOpen(office, moment, 'Asia/Shanghai')).toBe(true)
    expect(isOpen(office, moment, 'UTC')).toBe(false)
    expect(isOpen(office, moment, 'America/New_York')).toBe(false)
  })

  it('never opens without a range, and is always open with whole days', () => {
    const whole = hours({ weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] })
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      const moment = shanghai('2026-11-30T23:59:59.999') + hour * 3_600_000
      expect(isOpen(whole, moment, 'Asia/Shanghai')).toBe(true)
      expect(isOpen(hours({}), moment, 'Asia/Shanghai')).toBe(false)
    }
    expect(nextOpening(hours({}), shanghai('2026-11-30T10:00:00'), 'Asia/Shanghai')).toBeNull()
  })

  describe('over midnight', () => {
    const night = hours({ weekly: [{ days: [5], from: '22:00', to: '06:00' }] })

    it.each([
      ['Friday evening', '2026-12-04T22:00:00', true],
      ['Friday before it', '2026-12-04T21:59:00', false],
      ['Friday morning', '2026-12-04T05:00:00', false],
      ['Saturday morning', '2026-12-05T05:59:59', true],
      ['Saturday at its end', '2026-12-05T06:00:00', false],
      ['Saturday evening', '2026-12-05T23:00:00', false],
    ])('%s', (_what, written, open) => {
      expect(isOpen(night, shanghai(written), 'Asia/Shanghai')).toBe(open)
    })

    it('ends at midnight by 00:00 as by 24:00', () => {
      const toZero = hours({ weekly: [{ days: [5], from: '18:00', to: '00:00' }] })
      expect(isOpen(toZero, shanghai('2026-12-04T23:59:59'), 'Asia/Shanghai')).toBe(true)
      expect(isOpen(toZero, shanghai('2026-12-05T00:00:00'), 'Asia/Shanghai')).toBe(false)
    })

    it('runs from Sunday into Monday', () => {
      const sunday = hours({ weekly: [{ days: [7], from: '20:00', to: '02:00' }] })
      expect(isOpen(sunday, shanghai('2026-12-07T01:00:00'), 'Asia/Shanghai')).toBe(true)
    })
  })

  describe('special days', () => {
    const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '04:00' }]
    const national = { name: '国庆节', from: '2026-10-01', to: '2026-10-07', ranges: [] }

    it('close all their days, the first and the last too', () => {
      const closed = hours({ weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }], specialDays: [national] })
      for (const [day, open] of [
        ['09-30', true],
        ['10-01', false],
        ['10-07', false],
        ['10-08', true],
      ] as const)
        expect(isOpen(closed, shanghai(`2026-${day}T12:00:00`), 'Asia/Shanghai'), day).toBe(open)
      expect(nextOpening(closed, shanghai('2026-10-01T12:00:00'), 'Asia/Shanghai')).toBe(shanghai('2026-10-08T08:00:00'))
    })

    it('cut the night that runs into them, and run over into the morning behind them with hours of their own', () => {
      const closed = hours({ weekly: nights, specialDays: [national] })
      expect(isOpen(closed, shanghai('2026-09-30T23:59:59'), 'Asia/Shanghai')).toBe(true)
      expect(isOpen(closed, shanghai('2026-10-01T00:00:00'), 'Asia/Shanghai')).toBe(false)
      expect(isOpen(closed, shanghai('2026-10-08T01:00:00'), 'Asia/Shanghai')).toBe(false)
      const late = hours({ weekly: nights, specialDays: [{ ...national, to: '2026-10-01', ranges: [{ from: '22:00', to: '01:00' }] }] })
      expect(isOpen(late, shanghai('2026-10-02T00:30:00'), 'Asia/Shanghai')).toBe(true)
      expect(isOpen(late, shanghai('2026-10-02T01:30:00'), 'Asia/Shanghai')).toBe(false)
    })

    it('open a Saturday on which people work in exchange for a holiday', () => {
      const exchanged = { name: '调休上班', from: '2026-10-10', to: '2026-10-10', ranges: [{ from: '09:00', to: '17:00' }] }
      const given = hours({ weekly: office.weekly, specialDays: [exchanged] })
      expect(isOpen(given, shanghai('2026-10-10T10:00:00'), 'Asia/Shanghai')).toBe(true)
      expect(isOpen(given, shanghai('2026-10-17T10:00:00'), 'Asia/Shanghai')).toBe(false)
    })
  })

  describe('where clocks are changed', () => {
    const morning = hours({ weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '16:00' }] })

    it('keep to the clock before and after the change', () => {
      expect(openIn('Europe/Berlin', morning, '2026-03-28T07:30:00Z')).toBe(true)
      expect(openIn('Europe/Berlin', morning, '2026-03-29T05:59:59Z')).toBe(false)
      expect(openIn('Europe/Berlin', morning, '2026-03-29T06:00:00Z')).toBe(true)
      expect(openIn('Europe/Berlin', morning, '2026-03-29T14:00:00Z')).toBe(false)
      expect(openIn('Europe/Berlin', morning, '2026-10-25T06:30:00Z')).toBe(false)
      expect(openIn('Europe/Berlin', morning, '2026-10-25T07:00:00Z')).toBe(true)
    })

    it('do not open in an hour that is left out, and open twice in one that comes twice', () => {
      const gap = hours({ weekly: [{ days: [7], from: '02:00', to: '03:00' }] })
      for (let minute = 0; minute < 24 * 60; minute += 10)
        expect(isOpen(gap, Date.parse('2026-03-28T23:00:00Z') + minute * 60_000, 'Europe/Berlin')).toBe(false)
      // 02:00 to 03:00 by summer time, then by winter time.
      expect(openIn('Europe/Berlin', gap, '2026-10-25T00:30:00Z')).toBe(true)
      expect(openIn('Europe/Berlin', gap, '2026-10-25T01:30:00Z')).toBe(true)
      expect(nextOpening(gap, Date.parse('2026-03-28T12:00:00Z'), 'Europe/Berlin')).toBe(Date.parse('2026-04-05T00:00:00Z'))
    })

    it('a night is an hour shorter or longer', () => {
      const night = hours({ weekly: [{ days: [6], from: '22:00', to: '06:00' }] })
      const openMinutes = (from: string): number =>
        Array.from({ length: 24 * 60 }, (_, n) => openAt(Date.parse(from) + n * 60_000)).filter(Boolean).length
      const openAt = (at: number): boolean => isOpen(night, at, 'America/New_York')
      expect(openMinutes('2026-03-07T17:00:00Z')).toBe(7 * 60)
      expect(openMinutes('2026-10-31T16:00:00Z')).toBe(9 * 60)
      expect(openMinutes('2026-06-06T16:00:00Z')).toBe(8 * 60)
    })

    it('half hours and places east of the date line count as they are there', () => {
      expect(openIn('Asia/Kolkata', morning, '2026-12-01T02:30:00Z')).toBe(true)
      expect(openIn('Asia/Kolkata', morning, '2026-12-01T02:29:00Z')).toBe(false)
      const monday = hours({ weekly: [{ days: [1], from: '08:00', to: '16:00' }] })
      expect(openIn('Pacific/Auckland', monday, '2026-12-06T20:00:00Z')).toBe(true)
      expect(openIn('America/Los_Angeles', monday, '2026-12-06T20:00:00Z')).toBe(false)
    })
  })

  it('tells the next opening: later today, tomorrow, after a weekend', () => {
    const next = (written: string) => nextOpening(office, shanghai(written), 'Asia/Shanghai')
    expect(next('2026-11-30T10:00:00')).toBeNull()
    expect(next('2026-11-30T12:30:00')).toBe(shanghai('2026-11-30T13:30:00'))
    expect(next('2026-11-30T20:00:00')).toBe(shanghai('2026-12-01T09:00:00'))
    expect(next('2026-12-04T18:00:00')).toBe(shanghai('2026-12-07T09:00:00'))
  })
})

describe('what is written of working hours', () => {
  const problemsOf = (input: unknown): string[] => {
    const parsed = workingHours.input.safeParse(input)
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
  }
  const day = (from: string, to = from) => ({ name: '春节', from, to })

  it.each([
    [{ name: 'a', weekly: [{ days: [1], from: '09:00', to: '09:00' }] }, ['weekly.0.to']],
    [{ name: 'a', weekly: [{ days: [], from: '09:00', to: '10:00' }] }, ['weekly.0.days']],
    [{ name: 'a', weekly: [{ days: [8], from: '9:00', to: '24:01' }] }, ['weekly.0.days.0', 'weekly.0.from', 'weekly.0.to']],
    [{ name: 'a', specialDays: [day('2026-02-30')] }, ['specialDays.0.from', 'specialDays.0.to']],
    [{ name: 'a', specialDays: [day('2026-02-17', '2026-02-16')] }, ['specialDays.0.to']],
    [{ name: 'a', specialDays: [day('2026-02-16', '2026-02-22'), day('2026-02-22')] }, ['specialDays.1.from']],
    [
      {
        name: 'a',
        weekly: [{ days: [1, 7], from: '22:00', to: '06:00' }],
        specialDays: [day('2026-02-16', '2026-02-22'), day('2026-02-23')],
      },
      [],
    ],
  ])('is refused where it stands: %j', (input, fields) => {
    expect(problemsOf(input)).toEqual(fields)
  })
})
