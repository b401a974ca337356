// A caller of the demo tenant's flows, on a SIP telephone: every flow has a number of its own.
import type { FlowDocument } from '@openseat/contracts'
import type { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import type { LiveCentre, LivePhone } from './live-centre.ts'
import { until } from './sip-peer.ts'
import type { TestClient } from './test-server.ts'

interface Entry {
  readonly kind: string
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

export interface FlowCall {
  readonly flowId: number
  readonly phone: RtpPhone
  readonly hangUp: () => void
  /** Resolves when the far side, or this one, has ended it. */
  readonly ended: () => Promise<void>
  readonly speech: () => Promise<void>
}

export class FlowCaller {
  readonly #centre: LiveCentre
  readonly #phone: LivePhone
  readonly #admin: TestClient
  #extension = 700

  private constructor(centre: LiveCentre, phone: LivePhone, admin: TestClient) {
    this.#centre = centre
    this.#phone = phone
    this.#admin = admin
  }

  static async open(centre: LiveCentre): Promise<FlowCaller> {
    const phone = await centre.phone('customer', { number: '13812345678' })
    return new FlowCaller(centre, phone, await centre.client('admin@demo'))
  }

  /** Calls a flow that is published for it. */
  async call(document: FlowDocument): Promise<FlowCall> {
    const flowId = await this.#centre.addFlow(document)
    this.#extension += 1
    const extensionCode = String(this.#extension)
    const body = { accessCode: '4466', extensionCode, target: { kind: 'flow', flowId } }
    const { status, body: said } = await this.#admin.call('createCalledRoute', { body })
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(said)}`)
    return { flowId, ...(await this.dial(`4466${extensionCode}`)) }
  }

  async dial(number: string): Promise<Omit<FlowCall, 'flowId'>> {
    const { peer, password } = this.#phone
    const call = await peer.call(`sip:${number}@127.0.0.1:${this.#centre.sipPort}`, { as: 'customer', password })
    const { phone } = call
    // The first half second has been heard: the call is up.
    await until(() => !Number.isNaN(phone.loudnessDb) || call.end() !== undefined)
    return {
      phone,
      hangUp: () => peer.gateway.hangUp(call.callId),
      ended: () => until(() => call.end() !== undefined),
      speech: () => until(() => phone.loudnessDb > -45),
    }
  }

  /** The record of the latest call, once it is written. */
  async record(): Promise<{
    readonly callId: string
    readonly timeline: readonly Entry[]
    readonly attachedData: Record<string, string>
    readonly releaseCause: string | null
    readonly recordings: readonly unknown[]
  }> {
    const latest = async () => {
      const { body } = await this.#admin.call('listContacts', { query: { pageSize: '1' } })
      return this.#admin.call('getContact', { params: { callId: String(body.items?.[0]?.['callId']) } })
    }
    let read = await latest()
    await until(async () => read.status === 200 || (read = await latest()).status === 200)
    const { body: record } = read
    return record as unknown as Awaited<ReturnType<FlowCaller['record']>>
  }

  /** The way that it went, as `node>branch`. */
  async way(): Promise<string> {
    const { timeline } = await this.record()
    const steps = timeline.filter(({ kind }) => kind === 'flowStep')
    return steps.map(({ data }) => `${String(data['nodeId'])}>${String(data['branch'])}`).join(' ')
  }
}
