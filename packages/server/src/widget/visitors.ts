// Visitors of companies' pages: whose widget it is, whether it may be used now, and what a call of it brings along.
import { randomInt } from 'node:crypto'
import { AppError, type MediaType } from '@openseat/contracts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import { addressKey } from '../http/address-key.ts'
import type { StrangerRate } from '../http/stranger-rate.ts'
import type { CallOut, Phone, PhoneExchange } from '../lines/browser/phone-exchange.ts'
import { KnownWidgets, type KnownWidgetsParts, type LiveWidget } from './known-widgets.ts'
import { readPass, UsedPasses, type VisitorPass } from './visitor-pass.ts'

export interface VisitorsOptions extends KnownWidgetsParts {
  readonly exchange: PhoneExchange
  readonly rate: Pick<StrangerRate, 'take'>
  readonly now: () => number
}

const callsPerMinute = 10
const minuteMs = 60_000

export class Visitors {
  readonly #options: VisitorsOptions
  readonly #widgets: KnownWidgets
  readonly #used: UsedPasses
  /** Telephones by the widget that they call through. */
  readonly #phones = new Map<string, Set<Phone>>()
  readonly #dialling = new Set<Phone>()
  /** When an address called in the last minute. */
  readonly #recent = new BoundedMap<string, readonly number[]>(10_000)

  constructor(options: VisitorsOptions) {
    this.#options = options
    this.#widgets = new KnownWidgets(options)
    this.#used = new UsedPasses(options.settings)
  }

  /** Undefined where there is none, or it is switched off. */
  widget(publicId: string): Promise<LiveWidget | undefined> {
    return this.#widgets.get(publicId)
  }

  /** Somebody unknown says whose visitor he is. Who does so too often is refused in words. */
  opened(publicId: string, address: string): Promise<LiveWidget | undefined> {
    this.#options.rate.take(address)
    return this.widget(publicId)
  }

  close(): void {
    this.#widgets.close()
  }

  /** Calls the widget's access code. `address`: where the visitor is, for the rate. */
  async call(phone: Phone, publicId: string, wish: VisitorCall): Promise<void> {
    this.#limitRate(wish.address)
    const widget = await this.widget(publicId)
    if (!widget) throw new AppError('WIDGET_OFF')
    const claims = this.#admit(widget, wish)
    const phones = this.#busy(publicId)
    if (phones.has(phone)) throw new AppError('CALL_STATE', { state: 'talking', action: 'dial' })
    if (phones.size >= widget.maxCalls) throw new AppError('WIDGET_BUSY')
    // The line is taken before anything is waited for.
    phones.add(phone)
    this.#dialling.add(phone)
    try {
      if (claims) await this.#used.use(widget.tenantId, claims, this.#options.now())
      await this.#options.exchange.callOut(phone, callOf(widget, claims, wish.media))
    } finally {
      this.#dialling.delete(phone)
    }
  }

  /** What the company's server signed; null for an anonymous visitor where those may call. */
  #admit(widget: LiveWidget, { pass, media }: VisitorCall): VisitorPass | null {
    if (widget.media !== 'both' && widget.media !== media) throw new AppError('VISITOR_MEDIA')
    if (pass === null && !widget.anonymous) throw new AppError('VISITOR_PASS')
    return pass === null ? null : readPass(pass, { keys: widget.keys, publicId: widget.publicId, now: this.#options.now() })
  }

  /** Those who are in a call now, or about to be. */
  #busy(publicId: string): Set<Phone> {
    const phones = new Set([...(this.#phones.get(publicId) ?? [])].filter((phone) => phone.call !== null || this.#dialling.has(phone)))
    this.#phones.set(publicId, phones)
    return phones
  }

  #limitRate(address: string): void {
    const now = this.#options.now()
    const key = addressKey(address)
    const times = (this.#recent.get(key) ?? []).filter((time) => time > now - minuteMs)
    const [oldest] = times
    if (times.length >= callsPerMinute && oldest !== undefined)
      throw new AppError('REQUEST_RATE', { seconds: Math.ceil((oldest + minuteMs - now) / 1000) })
    this.#recent.set(key, [...times, now])
  }
}

interface VisitorCall {
  readonly pass: string | null
  readonly media: MediaType
  readonly address: string
}

/** Data come from what was signed alone. */
const callOf = (widget: LiveWidget, claims: VisitorPass | null, media: MediaType): CallOut => ({
  number: widget.accessCode,
  attachedData: claims?.data ?? {},
  media,
  videoPossible: widget.media !== 'audio',
  callerNumber: claims?.sub ?? `web${randomInt(1_000_000_000).toString().padStart(9, '0')}`,
})
