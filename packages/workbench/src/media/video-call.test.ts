import type { VideoSignal } from '@openseat/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CaptureUnavailable } from './capture.ts'
import { connectWithinMs, VideoCall, type Link, type VideoView } from './video-call.ts'
import type { VideoLinkState } from './video-link.ts'

interface Opened extends Link {
  readonly calls: string[]
  readonly says: (state: VideoLinkState) => void
}

function camera(): MediaStream {
  const track = { stopped: false, stop: () => void (track.stopped = true) }
  return { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream
}
const isStopped = (stream: MediaStream | null): boolean =>
  (stream?.getTracks()[0] as unknown as { stopped: boolean } | undefined)?.stopped === true

function context(offers: boolean, openCamera: () => Promise<MediaStream> = () => Promise.resolve(camera())) {
  const links: Opened[] = []
  const sent: VideoSignal[] = []
  const seen: VideoView[] = []
  const video = new VideoCall({
    offers,
    openCamera,
    send: (_place, signal) => sent.push(signal),
    onChange: (next) => seen.push(next),
    open: ({ attempt, onState }) => {
      const calls: string[] = []
      const did = (what: string) => (calls.push(what), Promise.resolve())
      const link: Opened = {
        attempt,
        calls,
        says: onState,
        offer: () => did('offer'),
        answer: () => did('answer'),
        accept: () => did('accept'),
        candidate: () => did('candidate'),
        useCamera: (track) => did(track ? 'camera' : 'no camera'),
        close: () => void did('close'),
      }
      links.push(link)
      return link
    },
  })
  return { video, links, sent, view: () => seen.at(-1), kinds: () => sent.map(({ kind }) => kind) }
}

const place = (session: number) => ({ callId: '1-1', session })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the side that offers', () => {
  it('offers at once, and again when the other page was loaded anew', async () => {
    const { video, links } = context(true)
    video.follow(place(1))
    video.take(1, { kind: 'ready' })
    expect(links).toHaveLength(1)
    links[0]?.says('connected')
    video.take(1, { kind: 'ready' })
    expect(links).toHaveLength(2)
    expect(links[0]?.calls).toContain('close')
    expect(links[1]?.attempt).toBeGreaterThan(links[0]?.attempt ?? Infinity)
  })

  it('takes the answer to its latest offer only, and nothing of another session', async () => {
    const { video, links } = context(true)
    video.follow(place(2))
    const attempt = links[0]?.attempt ?? 0
    video.take(2, { kind: 'answer', attempt: attempt - 1, sdp: 'x' })
    video.take(1, { kind: 'answer', attempt, sdp: 'x' })
    expect(links[0]?.calls).toEqual(['offer'])
    video.take(2, { kind: 'answer', attempt, sdp: 'x' })
    expect(links[0]?.calls).toEqual(['offer', 'accept'])
  })

  it('tries anew when nothing comes of it, until the session ends', () => {
    const { video, links } = context(true)
    video.follow(place(1))
    vi.advanceTimersByTime(connectWithinMs)
    expect(links).toHaveLength(2)
    links[1]?.says('connected')
    vi.advanceTimersByTime(connectWithinMs * 2)
    expect(links).toHaveLength(2)
    links[1]?.says('failed')
    video.follow(null)
    vi.advanceTimersByTime(connectWithinMs * 2)
    expect(links).toHaveLength(2)
  })
})

describe('the side that answers', () => {
  it('says that it is there, and again when no offer comes', () => {
    const { video, kinds } = context(false)
    video.follow(place(1))
    vi.advanceTimersByTime(connectWithinMs)
    expect(kinds().filter((kind) => kind === 'ready')).toHaveLength(2)
  })

  it('answers each new offer with a new connection', () => {
    const { video, links } = context(false)
    video.follow(place(1))
    video.take(1, { kind: 'offer', attempt: 5, sdp: 'x' })
    video.take(1, { kind: 'offer', attempt: 6, sdp: 'x' })
    expect(links.map(({ calls }) => calls)).toEqual([['answer', 'close'], ['answer']])
  })
})

describe('the camera', () => {
  it('is opened with the first session and closed with the last; a change of partner keeps it', async () => {
    let opened = 0
    const { video, view } = context(true, () => Promise.resolve((opened++, camera())))
    video.follow(place(1))
    await vi.advanceTimersByTimeAsync(0)
    video.follow(place(2))
    await vi.advanceTimersByTimeAsync(0)
    const local = view()?.local ?? null
    expect([opened, isStopped(local)]).toEqual([1, false])
    video.follow(null)
    expect([isStopped(local), view()?.state]).toEqual([true, 'off'])
  })

  it('that comes after the end is closed at once', async () => {
    const late = camera()
    const { video, view } = context(true, () => Promise.resolve(late))
    video.follow(place(1))
    video.follow(null)
    await vi.advanceTimersByTimeAsync(0)
    expect([isStopped(late), view()?.local]).toEqual([true, null])
  })

  it('that cannot be had is said to both sides, and the other is seen all the same', async () => {
    const { video, view, links, sent } = context(true, () => Promise.reject(new CaptureUnavailable('denied')))
    video.follow(place(1))
    await vi.advanceTimersByTimeAsync(0)
    expect(view()).toMatchObject({ problem: 'denied', local: null })
    expect(sent).toContainEqual({ kind: 'camera', on: false })
    expect(links[0]?.calls).toContain('offer')
  })

  it('that was switched off stays off when the call comes back from hold', async () => {
    const { video, view } = context(true)
    video.follow(place(1))
    await vi.advanceTimersByTimeAsync(0)
    video.setCamera(false)
    video.follow(null)
    video.follow(place(2))
    await vi.advanceTimersByTimeAsync(0)
    expect(view()).toMatchObject({ cameraOn: false, local: null })
    video.follow({ callId: '1-2', session: 1 })
    await vi.advanceTimersByTimeAsync(0)
    expect(view()?.local).not.toBeNull()
  })

  it('is switched off and on within the same connection', async () => {
    const { video, links, sent, view } = context(true)
    video.follow(place(1))
    await vi.advanceTimersByTimeAsync(0)
    video.setCamera(false)
    expect([links[0]?.calls.at(-1), sent.at(-1), view()?.cameraOn]).toEqual(['no camera', { kind: 'camera', on: false }, false])
    video.setCamera(true)
    await vi.advanceTimersByTimeAsync(0)
    expect([links.length, links[0]?.calls.at(-1), sent.at(-1)]).toEqual([1, 'camera', { kind: 'camera', on: true }])
  })
})
