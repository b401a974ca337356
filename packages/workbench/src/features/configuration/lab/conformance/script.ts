// The script of a conformance run: hostile timings first, hostile data behind them. It asks the page for nothing that a
// workbench would not ask, and sees only what a workbench sees. Whoever runs it may stop it between any two steps.
import type { LabAction, LabEventName, LabRun, LabSession, LabSessionName, LabSettings } from '@openseat/contracts'
import { loadWithinMs } from '../../../../bridge-host/pop-status.ts'
import type { LabLog, LogEntry } from '../rig/lab-log.ts'
import type { OpenOptions } from '../rig/lab-rig.ts'
import { hostileNames, hostileSession } from '../rig/presets.ts'
import { contactCount, type Answer, type Evidence, type Load } from './evidence.ts'

export interface ConformanceRig {
  readonly log: LabLog
  open(settings: LabSettings, options?: OpenOptions): Promise<LabRun>
  perform(action: LabAction, contact?: LabSession): boolean
}

export interface ScriptParts {
  readonly rig: ConformanceRig
  readonly settings: LabSettings
  readonly signal: AbortSignal
  readonly onStep: (step: 'load' | 'events' | 'reload' | 'contacts' | 'hostile' | 'origin') => void
}

/** Nobody's: a page that posts to it reaches nobody, unless it posts to `*`. */
const falseOrigin = 'https://workbench.invalid'
const answerWithinMs = 15_000
/** A page whose answer takes longer than that is not tried with many contacts. */
const tooSlowMs = 1_000
const shortlyMs = 50
const settleMs = 400
/** A page that has loaded and is silent for so long will not speak. */
const longestSilenceMs = 10_000
const shorterSilenceMs = 5_000

interface Opening {
  readonly onLoaded?: () => void
  readonly silenceMs?: number
}

const later = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms))

const endings: Readonly<Record<string, Load['outcome']>> = {
  loaded: 'loaded',
  late: 'late',
  unreachable: 'unreachable',
  violation: 'violation',
  addressNotListed: 'violation',
}
const originOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'origin' in data && typeof data.origin === 'string' ? data.origin : ''
const isEnding = ({ name, direction }: LogEntry): boolean => direction === 'lab' && name in endings
/** The server saw that the page forbids frames, and nothing spoke against it. */
const isRefused = ({ name, direction }: LogEntry): boolean => direction === 'lab' && name === 'refused'
/** The page has said hello, and is answered in the same moment. */
const isHeard = ({ name, direction }: LogEntry): boolean => direction === 'lab' && name === 'connected'

/** A page that does not come says nothing more; one that is late has had its time. */
function patience(outcome: Load['outcome'], silenceMs: number): number {
  if (outcome === 'loaded') return silenceMs
  return outcome === 'late' ? settleMs : 0
}

export class ConformanceScript {
  readonly #parts: ScriptParts
  readonly #faults: { event: string; text: string }[] = []
  readonly #answers: Answer[] = []

  constructor(parts: ScriptParts) {
    this.#parts = parts
  }

  /** Throws ApiFailure when the server refuses the page, and the signal's reason when it is stopped. */
  async run(): Promise<Evidence> {
    const { rig, settings } = this.#parts
    const stop = rig.log.onEntry((entry) => this.#note(entry))
    try {
      const load = await this.#opened(() => rig.open(this.#settings))
      const isThere = load.outcome === 'loaded' && (settings.passMode !== 'webApi' || load.helloMs !== null)
      const seen = isThere ? await this.#tried() : { reload: null, back: null, manyContacts: null, posted: null, broken: null }
      return {
        passMode: settings.passMode,
        load,
        ...seen,
        answers: this.#answers,
        faults: this.#faults,
        peakPerSecond: rig.log.peakPerSecond,
      }
    } finally {
      stop()
    }
  }

  get #settings(): LabSettings {
    return { ...this.#parts.settings, openMode: 'embedded', delaySeconds: 0 }
  }

  get #isTold(): boolean {
    return this.#parts.settings.passMode === 'webApi'
  }

  async #tried(): Promise<Pick<Evidence, 'reload' | 'back' | 'manyContacts' | 'posted' | 'broken'>> {
    const { onStep } = this.#parts
    onStep('events')
    await this.#events()
    onStep('reload')
    const reload = await this.#reloaded()
    const back = this.#isHeardIn(reload) ? await this.#wentAndCame() : null
    const harm = back && this.#isHeardIn(back) ? await this.#harmed() : { manyContacts: null, broken: null }
    onStep('origin')
    return { reload, back, ...harm, posted: await this.#posted() }
  }

  /** A page that has fallen silent is asked nothing more. */
  #isHeardIn({ outcome, helloMs }: Load): boolean {
    return outcome === 'loaded' && (!this.#isTold || helloMs !== null)
  }

  async #harmed(): Promise<Pick<Evidence, 'manyContacts' | 'broken'>> {
    this.#parts.onStep('contacts')
    const manyContacts = await this.#manyContacts()
    this.#parts.onStep('hostile')
    return { manyContacts, broken: await this.#hostile() }
  }

  /** Runs what makes the page come, and waits until it has loaded and said hello, or will not. */
  async #opened(act: () => unknown, { onLoaded, silenceMs = longestSilenceMs }: Opening = {}): Promise<Load> {
    const { rig, onStep, signal } = this.#parts
    signal.throwIfAborted()
    onStep('load')
    const began = performance.now()
    const since = (entry: LogEntry | null): number | null => (entry ? Math.round(performance.now() - began) : null)
    const ending = rig.log.next(isEnding, loadWithinMs + settleMs)
    const hello = this.#isTold ? rig.log.next(isHeard, loadWithinMs + silenceMs).then(since) : Promise.resolve(null)
    const refused = rig.log.next(isRefused, loadWithinMs + settleMs)
    await act()
    const entry = await ending
    const ended = entry ? (endings[entry.name] ?? 'late') : 'late'
    const loadedMs = since(entry)
    if (ended === 'loaded') onLoaded?.()
    const outcome = ended === 'loaded' && (await Promise.race([refused, later(settleMs)])) ? 'refused' : ended
    const load = { outcome, loadedMs: outcome === 'loaded' ? loadedMs : null, origin: originOf(entry?.data) }
    return { ...load, helloMs: await Promise.race([hello, later(patience(outcome, silenceMs))]) }
  }

  /** Each event, and behind it the question whether the page still answers. */
  async #events(): Promise<void> {
    if (!this.#isTold) return
    const { settings } = this.#parts
    await this.#answer('Init')
    await this.#told('A', 'Ringing')
    await this.#told('A', 'Talking')
    await this.#told('B', 'Ringing')
    await this.#told('B', 'Switch')
    this.#perform({ kind: 'ivrReturn', session: 'A', verification: settings.verification })
    await this.#answer('IvrReturn')
    await this.#told('B', 'Release')
  }

  /** With a contact that stands, and that goes on 50 ms after the page has loaded. */
  async #reloaded(): Promise<Load> {
    const { signal } = this.#parts
    const release = (): void => (signal.aborted ? undefined : this.#tell('A', 'Release'))
    const next = (): void => void setTimeout(release, shortlyMs)
    const load = await this.#opened(() => this.#perform({ kind: 'frame', act: 'reload' }), { onLoaded: next, silenceMs: shorterSilenceMs })
    await this.#wait(settleMs)
    return load
  }

  async #wentAndCame(): Promise<Load> {
    this.#perform({ kind: 'frame', act: 'away' })
    await this.#wait(settleMs)
    return this.#opened(() => this.#perform({ kind: 'frame', act: 'back' }), { silenceMs: shorterSilenceMs })
  }

  async #manyContacts(): Promise<Answer | null> {
    if (!this.#isTold || this.#answers.some(({ ms }) => ms === null || ms > tooSlowMs)) return null
    for (let n = 0; n < contactCount; n++) for (const name of ['Ringing', 'Talking', 'Release'] as const) this.#tell('A', name)
    const answer = await this.#timed(`${contactCount} × Ringing, Talking, Release`)
    await this.#wait(settleMs)
    return answer
  }

  async #hostile(): Promise<string[]> {
    const broken: string[] = []
    for (const name of hostileNames) if (await (this.#isTold ? this.#breaks(name) : this.#breaksOpened(name))) broken.push(name)
    return broken
  }

  async #breaks(name: (typeof hostileNames)[number]): Promise<boolean> {
    const contact = hostileSession(this.#parts.settings.sessions.B, name)
    const moved = this.#moves()
    for (const event of ['Ringing', 'Talking'] as const) this.#tell('B', event, contact)
    const { ms } = await this.#timed(name)
    this.#tell('B', 'Release', contact)
    await this.#wait(settleMs / 2)
    return moved() || ms === null
  }

  async #breaksOpened(name: (typeof hostileNames)[number]): Promise<boolean> {
    const settings = this.#settings
    const sessions = { ...settings.sessions, A: hostileSession(settings.sessions.A, name) }
    const { outcome } = await this.#opened(() => this.#parts.rig.open({ ...settings, sessions }, { isContinued: true }))
    const moved = this.#moves()
    await this.#wait(settleMs / 2)
    return outcome !== 'loaded' || moved()
  }

  /** Whether the page was led elsewhere, or stopped, since it was asked for. */
  #moves(): () => boolean {
    let moved = false
    const stop = this.#parts.rig.log.onEntry(({ name, direction }) => {
      if (direction === 'lab' && (name === 'loaded' || endings[name] === 'violation')) moved = true
    })
    return () => {
      stop()
      return moved
    }
  }

  async #posted(): Promise<{ name: string; text: string }[]> {
    const posted: { name: string; text: string }[] = []
    const { rig } = this.#parts
    const stop = rig.log.onEntry(({ direction, name, data }) => {
      if (direction !== 'fromPage' || !name.startsWith('message')) return
      posted.push({ name, text: JSON.stringify(data).slice(0, 200) })
    })
    try {
      await this.#opened(() => rig.open(this.#settings, { toldOrigin: falseOrigin, isContinued: true }), { silenceMs: settleMs })
      for (const name of ['Ringing', 'Talking', 'Release'] as const) this.#tell('A', name)
      await this.#wait(2 * settleMs)
      return posted.slice(0, 20)
    } finally {
      stop()
    }
  }

  async #told(session: LabSessionName, name: LabEventName): Promise<void> {
    this.#tell(session, name)
    await this.#answer(name)
  }

  async #answer(after: string): Promise<void> {
    this.#answers.push(await this.#timed(after))
  }

  /** The page is told goodbye behind what it was told before: its next hello says when it had done all that. */
  async #timed(after: string): Promise<Answer> {
    this.#parts.signal.throwIfAborted()
    const began = performance.now()
    const hello = this.#parts.rig.log.next(isHeard, answerWithinMs)
    this.#perform({ kind: 'frame', act: 'disconnect' })
    this.#perform({ kind: 'frame', act: 'reconnect' })
    return { after, ms: (await hello) ? Math.round(performance.now() - began) : null }
  }

  #tell(session: LabSessionName, name: LabEventName, contact?: LabSession): void {
    this.#perform({ kind: 'event', session, name }, contact)
  }

  /** Once it is stopped, the page is somebody else's. */
  #perform(action: LabAction, contact?: LabSession): void {
    this.#parts.signal.throwIfAborted()
    this.#parts.rig.perform(action, contact)
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#parts
      const stop = (): void => reject(signal.reason as Error)
      setTimeout(() => {
        signal.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  #note({ direction, name, data }: LogEntry): void {
    if (direction !== 'fromPage' || name !== 'fault') return
    const { event, text } = data as { event: string; text: string }
    if (this.#faults.length < 20) this.#faults.push({ event, text })
  }
}
