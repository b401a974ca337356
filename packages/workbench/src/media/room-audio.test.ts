import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AudioState, AudioWish } from './call-audio.ts'
import { RoomAudio, roomGraceMs, roomWishes } from './room-audio.ts'

const call = (callId: string, roomId: string, mediaWanted = false) => ({ callId, roomId, mediaWanted })

interface Opened {
  wishes: (AudioWish | null)[]
  retries: number
  callId: () => string
  says: (state: AudioState) => void
}

function context() {
  const opened: Opened[] = []
  const told: AudioState['kind'][] = []
  const audio = new RoomAudio({
    open: (callId, says) => {
      const link: Opened = { wishes: [], retries: 0, callId, says }
      opened.push(link)
      return { follow: (wish) => void link.wishes.push(wish), retryNow: () => void (link.retries += 1) }
    },
    onChange: ({ kind }) => told.push(kind),
  })
  return { audio, opened, told }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the rooms of some calls', () => {
  it('are one for a customer’s call and its consultation, and the one that wants audio speaks', () => {
    expect(roomWishes([call('1-1', '1-1'), call('1-2', '1-1', true), call('1-3', '1-3')])).toEqual([
      { roomId: '1-1', callId: '1-2', wanted: true },
      { roomId: '1-3', callId: '1-3', wanted: false },
    ])
  })
})

describe('the audio of a room', () => {
  it('is opened once for all its calls', () => {
    const { audio, opened } = context()
    audio.follow(roomWishes([call('1-1', '1-1', true)]))
    audio.follow(roomWishes([call('1-1', '1-1'), call('1-2', '1-1')]))
    expect(opened).toHaveLength(1)
    expect(opened[0]?.wishes).toEqual([
      { callId: '1-1', wanted: true },
      { callId: '1-1', wanted: false },
    ])
  })

  it('survives the end of the consultation, although the customer’s call comes a moment later', () => {
    const { audio, opened } = context()
    audio.follow(roomWishes([call('1-2', '1-1', true)]))
    expect(opened[0]?.callId()).toBe('1-2')
    audio.follow([])
    vi.advanceTimersByTime(roomGraceMs - 1)
    audio.follow(roomWishes([call('1-1', '1-1')]))
    vi.advanceTimersByTime(roomGraceMs * 2)
    expect(opened).toHaveLength(1)
    expect(opened[0]?.wishes).not.toContain(null)
    expect(opened[0]?.callId()).toBe('1-1')
  })

  it('ends when no live call of the room is left', () => {
    const { audio, opened, told } = context()
    audio.follow(roomWishes([call('1-1', '1-1')]))
    opened[0]?.says({ kind: 'connected' })
    audio.follow([])
    expect(told.at(-1)).toBe('connected')
    vi.advanceTimersByTime(roomGraceMs)
    expect(opened[0]?.wishes.at(-1)).toBeNull()
    expect(told.at(-1)).toBe('off')
  })

  it('ends at once when it is to be heard elsewhere', () => {
    const { audio, opened } = context()
    audio.follow(roomWishes([call('1-1', '1-1')]))
    audio.close()
    expect(opened[0]?.wishes.at(-1)).toBeNull()
    audio.follow(roomWishes([call('1-1', '1-1')]))
    expect(opened).toHaveLength(2)
  })

  it('tells the state of the first room, and tries all again when asked', () => {
    const { audio, opened, told } = context()
    audio.follow(roomWishes([call('1-1', '1-1'), call('2-1', '2-1')]))
    opened[1]?.says({ kind: 'failed' })
    opened[0]?.says({ kind: 'connected' })
    expect(told.at(-1)).toBe('connected')
    audio.retryNow()
    expect(opened.map(({ retries }) => retries)).toEqual([1, 1])
    audio.close()
    expect(opened.map(({ wishes }) => wishes.at(-1))).toEqual([null, null])
  })
})
