// Pages without AICCSupport.js in the lab: answered as the workbench answers them, and every word is logged.
import type { LabSession } from '@openseat/contracts'
import type { OutboundResult } from '@openseat/contracts/bridge'
import { GatewayEvents } from '@openseat/domain/gateway/gateway-events'
import { legacyMessage } from '../../../../bridge-host/legacy-message.ts'
import { labCall } from './lab-call.ts'
import type { LabLog } from './lab-log.ts'
import type { PageMessage } from './page-messages.ts'

interface LegacyParts {
  readonly log: LabLog
  readonly workNo: string
  readonly admits: (origin: string) => boolean
  readonly dial: (number: string, mediaType: string) => OutboundResult
}

interface Subscriber {
  readonly page: Window
  readonly origin: string
  readonly names: ReadonlySet<string>
}

export class LegacyAnswers {
  readonly #parts: LegacyParts
  readonly #events = new GatewayEvents()
  #subscribers: readonly Subscriber[] = []

  constructor(parts: LegacyParts) {
    this.#parts = parts
  }

  hear({ data, origin, page }: Extract<PageMessage, { kind: 'said' }>): void {
    const { log, admits, dial } = this.#parts
    const said = legacyMessage(data)
    log.add('fromPage', 'message', { origin, data })
    if (!said || !admits(origin)) return
    const answer = (name: string, message: object): void => this.#post({ page, origin }, name, message)
    if (said.kind === 'wrong') answer(`${said.name}Result`, { ok: false, code: said.code, message: said.code })
    else if (said.kind === 'callout') answer('calloutResult', dial(said.number, said.mediaType))
    else {
      const before = this.#subscribers.find((each) => each.page === page && each.origin === origin)?.names ?? []
      const others = this.#subscribers.filter((each) => each.page !== page)
      this.#subscribers = [...others, { page, origin, names: new Set([...before, ...said.events]) }]
      answer('eventpostResult', { ok: true })
    }
  }

  tell(session: LabSession, state: 'ringing' | 'talking' | 'ended'): void {
    for (const { eventType, content } of this.#events.take({ type: 'call.updated', call: labCall(session, state) })) {
      const event = { event: { eventType, workNo: this.#parts.workNo, content }, message: '', retcode: '0' }
      for (const { page, origin, names } of this.#subscribers) if (names.has(eventType)) this.#send({ page, origin }, eventType, event)
    }
  }

  #post(to: Pick<Subscriber, 'page' | 'origin'>, name: string, message: object): void {
    this.#send(to, name, { name, ...message })
  }

  #send({ page, origin }: Pick<Subscriber, 'page' | 'origin'>, name: string, message: object): void {
    page.postMessage(message, origin)
    this.#parts.log.add('toPage', name, { origin, data: message })
  }
}
