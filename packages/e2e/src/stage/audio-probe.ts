// Who hears whom. A hook in the page under test puts an analyser on each received voice, and takes the browser's
// own voice processing out of the microphone: it would silence a steady tone as noise.
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Runs in every page before its own scripts. */
export const earsScript = `(() => {
  const devices = navigator.mediaDevices
  if (!devices || window.__ears) return
  const ears = (window.__ears = [])
  let context
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  const open = devices.getUserMedia.bind(devices)
  devices.getUserMedia = (wish) => open({ ...wish, ...(wish?.audio && { audio: { ...(wish.audio === true ? {} : wish.audio), ...plain } }) })
  const Peer = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Peer {
    constructor(...parts) {
      super(...parts)
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'audio') return
        context ??= new AudioContext()
        void context.resume()
        const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
        ears.push({ analyser, context })
      })
    }
  }
  // Tones of our own (ringing, notices) are counted: a silent tab makes none.
  window.__sounds = 0
  for (const kind of [AudioScheduledSourceNode, AudioBufferSourceNode]) {
    const begin = kind.prototype.start
    kind.prototype.start = function (...when) {
      window.__sounds += 1
      return begin.apply(this, when)
    }
  }
  const level = ({ analyser, context }, hertz) => {
    const bins = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(bins)
    const bin = Math.round((hertz * analyser.fftSize) / context.sampleRate)
    return Math.max(-150, ...bins.slice(bin - 1, bin + 2))
  }
  // A voice counts only while the page really plays it.
  const plays = () => [...document.querySelectorAll('audio')].some((audio) => audio.srcObject && !audio.paused && !audio.muted && audio.volume > 0)
  window.__hears = (tones) => {
    const audible = plays()
    return tones.map((hertz) => (audible ? Math.max(-150, ...ears.map((ear) => level(ear, hertz))) : -150))
  }
  window.__loudness = () => {
    if (!plays()) return -150
    return Math.max(-150, ...ears.map(({ analyser }) => {
      const wave = new Float32Array(analyser.fftSize)
      analyser.getFloatTimeDomainData(wave)
      return 10 * Math.log10(wave.reduce((sum, sample) => sum + sample * sample, 1e-15) / wave.length)
    }))
  }
})()`

const heardDb = -50
const silentDb = -68
/** One window of the analyser is 171 ms at 48 kHz: the next look sees new sound. */
const lookEveryMs = 180
const looks = 5
const speechDb = -45
/** A note alone is as loud as all that is heard; of speech each part is far below the whole. */
const speechSpreadDb = 6

/** What a page hears, and what it must not hear. */
export interface Hearing {
  readonly hears?: readonly number[]
  readonly notHears?: readonly number[]
}

async function levels(page: Page | Frame, tones: readonly number[]): Promise<number[]> {
  return page.evaluate((wanted) => (window as unknown as { __hears: (tones: readonly number[]) => number[] }).__hears(wanted), tones)
}

/** How many tones of its own the page has begun to play: ringing, notices. */
export function soundsMade(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { __sounds: number }).__sounds)
}

/** Waits until the page hears exactly this, in five looks running (about a second). For music, which pauses, see `expectMusic`. */
export async function expectHearing(page: Page | Frame, { hears = [], notHears = [] }: Hearing, timeoutMs = 15_000): Promise<void> {
  const tones = [...hears, ...notHears]
  const end = Date.now() + timeoutMs
  let right = 0
  let last: number[] = []
  while (right < looks) {
    if (Date.now() > end) expect.fail(report({ hears, notHears }, last))
    last = await levels(page, tones)
    const isRight = last.every((level, index) => (index < hears.length ? level > heardDb : level < silentDb))
    right = isRight ? right + 1 : 0
    await page.waitForTimeout(lookEveryMs)
  }
}

/** Waits until a note of the music is heard in most looks of a second and a half, and the other tones in none. */
export async function expectMusic(page: Page, note: number, notHears: readonly number[] = []): Promise<void> {
  const end = Date.now() + 30_000
  const window: number[][] = []
  const enough = 8
  while (true) {
    window.push(await levels(page, [note, ...notHears]))
    if (window.length > enough) window.shift()
    const heard = window.filter(([level = -150]) => level > heardDb).length
    const clean = window.every(([, ...others]) => others.every((level) => level < silentDb))
    if (window.length === enough && heard >= enough / 2 && clean) return
    if (Date.now() > end) expect.fail(report({ hears: [note], notHears }, window.at(-1) ?? []))
    await page.waitForTimeout(lookEveryMs)
  }
}

/** Waits until the page hears a voice, whatever it says, in most looks of a second and a half: neither silence nor the notes. */
export async function expectSpeech(page: Page, notNotes: readonly number[]): Promise<void> {
  const end = Date.now() + 20_000
  const window: boolean[] = []
  const enough = 8
  while (true) {
    const loudness = await page.evaluate(() => (globalThis as unknown as { __loudness: () => number }).__loudness())
    const notes = await levels(page, notNotes)
    window.push(loudness > speechDb && notes.every((level) => level < loudness - speechSpreadDb))
    if (window.length > enough) window.shift()
    if (window.filter(Boolean).length >= (enough * 3) / 4) return
    if (Date.now() > end)
      expect.fail(`should hear speech; last ${loudness.toFixed(0)} dB, notes ${notes.map((note) => note.toFixed(0)).join(', ')}`)
    await page.waitForTimeout(lookEveryMs)
  }
}

function report({ hears = [], notHears = [] }: Hearing, last: readonly number[]): string {
  const words = [...hears.map((hertz) => `hear ${hertz} Hz`), ...notHears.map((hertz) => `not hear ${hertz} Hz`)]
  return `should ${words.join(', ')}; last levels ${last.map((level) => level.toFixed(0)).join(', ')} dB`
}
