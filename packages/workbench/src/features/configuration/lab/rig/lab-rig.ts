// One run of the lab on the real page, with the workbench's own wrapper document and bridge; only the call is made up.
import type { LabAction, LabRun, LabRunInput, LabSession, LabSettings } from '@openseat/contracts'
import type { OutboundResult } from '@openseat/contracts/bridge'
import type { PopStatus } from '../../../../bridge-host/pop-status.ts'
import { LabBridge } from './lab-bridge.ts'
import { LabFrame } from './lab-frame.ts'
import { LabLog } from './lab-log.ts'
import { eventDataOf, runInputOf } from './lab-settings.ts'
import { LegacyAnswers } from './legacy-answers.ts'
import { SessionOffers } from './session-offers.ts'

export interface LabRigParts {
  readonly place: () => HTMLElement | null
  readonly startRun: (input: LabRunInput) => Promise<LabRun>
  readonly admits: (origin: string) => boolean
  readonly onStatus: (status: PopStatus) => void
}

export interface OpenOptions {
  /** In place of the workbench's own. */
  readonly toldOrigin?: string | null
  /** The log goes on. */
  readonly isContinued?: boolean
}

const callStates = { Ringing: 'ringing', Talking: 'talking', Release: 'ended', Switch: null } as const

interface Open {
  readonly settings: LabSettings
  readonly run: LabRun
  readonly frame: LabFrame | null
  readonly bridge: LabBridge | null
  readonly legacy: LegacyAnswers
  readonly offers: SessionOffers
}

export class LabRig {
  readonly log = new LabLog()
  readonly #parts: LabRigParts
  #open: Open | null = null
  #dialled = 0

  constructor(parts: LabRigParts) {
    this.#parts = parts
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  /** Opens the page anew. Throws ApiFailure when the server refuses. */
  async open(settings: LabSettings, { toldOrigin = null, isContinued = false }: OpenOptions = {}): Promise<LabRun> {
    this.close()
    const run = await this.#parts.startRun(runInputOf(settings, toldOrigin))
    this.close()
    if (!isContinued) this.log.begin()
    this.log.add('lab', 'opened', { url: run.url, form: run.form })
    this.#open = { settings, run, offers: new SessionOffers(), ...this.#ends(settings, run) }
    return run
  }

  /** `contact`: in place of the settings' own. False when the page is not told, because it knows. */
  perform(action: LabAction, contact?: LabSession): boolean {
    if (!this.#open) return false
    if (action.kind === 'frame') return this.#act(this.#open, action.act)
    return this.#tell(this.#open, action, contact ?? this.#open.settings.sessions[action.session])
  }

  close(): void {
    this.#open?.bridge?.disconnect()
    this.#open?.frame?.close()
    this.#open = null
  }

  #ends(settings: LabSettings, run: LabRun): Pick<Open, 'frame' | 'bridge' | 'legacy'> {
    const { log } = this
    const { admits, onStatus } = this.#parts
    const { workNo } = settings.sessions.A.callData
    const dial = (number: string, mediaType: string) => this.#dial(settings.outboundRefusal, { number, mediaType })
    const legacy = new LegacyAnswers({ log, workNo, admits, dial })
    const place = this.#parts.place()
    if (settings.openMode === 'separate' || !place) {
      if (!window.open(`${run.framePath}/window`, '_blank')) log.add('lab', 'windowBlocked')
      return { legacy, frame: null, bridge: null }
    }
    const frame = new LabFrame({
      place,
      title: new URL(run.url).host,
      framePath: run.framePath,
      delayMs: settings.delaySeconds * 1000,
      log,
      onStatus,
      onSaid: (message) => legacy.hear(message),
    })
    const bridge = settings.passMode === 'webApi' ? new LabBridge({ log, workNo, pageWindow: () => frame.page, admits, dial }) : null
    return { legacy, frame, bridge }
  }

  #act({ frame, bridge }: Open, act: Extract<LabAction, { kind: 'frame' }>['act']): boolean {
    this.log.add('lab', act)
    if (act === 'away') frame?.leave()
    else if (act === 'disconnect') bridge?.disconnect()
    else if (act === 'reconnect') bridge?.connect()
    else frame?.reload()
    return true
  }

  #tell({ bridge, legacy, offers, run }: Open, action: Exclude<LabAction, { kind: 'frame' }>, contact: LabSession): boolean {
    const data = eventDataOf(contact, run.contextToken)
    const name = action.kind === 'event' ? action.name : 'IvrReturn'
    const offer = offers.next(action.session, name)
    const state = action.kind === 'event' ? callStates[action.name] : null
    if (state) legacy.tell(contact, state)
    const isTold =
      action.kind === 'event'
        ? bridge?.tell({ name: action.name, offer, data })
        : bridge?.tell({ name: 'IvrReturn', offer, data: { ...action.verification, callid: data.callid, workNo: data.workNo } })
    if (isTold === false) this.log.add('lab', 'notTold', { name, session: action.session })
    else if (bridge && !bridge.isConnected) this.log.add('lab', 'kept', { name, session: action.session })
    return isTold !== false
  }

  #dial(refusal: string | null, { number, mediaType }: { number: string; mediaType: string }): OutboundResult {
    this.log.add('lab', refusal === null ? 'wouldDial' : 'wouldRefuse', {
      number,
      mediaType,
      ...(refusal === null ? {} : { code: refusal }),
    })
    if (refusal !== null) return { ok: false, code: refusal, message: refusal }
    this.#dialled += 1
    return { ok: true, callid: `${Math.floor(Date.now() / 1000)}-${this.#dialled}` }
  }
}
