// The callers of the flow benchmark, in a process of their own: SIP telephones with real audio, each with a port of its own, that
// press keys as events (RFC 4733) and know how long they heard nothing. Answers its parent's requests.
import { createSocket, type Socket } from 'node:dgram'
import { setTimeout as delay } from 'node:timers/promises'
import { Callers } from './sip-ua.ts'

const packetMs = 20
const samples = 160
const eventPayload = 101
/** As loud as speech or music; what is quieter counts as silence. */
const heardDb = -50

export interface CallersFigures {
  readonly talking: number
  readonly failed: number
  readonly packets: number
  readonly keys: number
  /** The longest that each call heard nothing, milliseconds. */
  readonly silences: readonly number[]
}

export type Request =
  | { readonly type: 'open'; readonly sipPort: number }
  | { readonly type: 'place'; readonly dialled: string; readonly count: number }
  | { readonly type: 'pressEvery'; readonly milliseconds: number }
  | { readonly type: 'forget' }
  | { readonly type: 'figures' }
  | { readonly type: 'hangUp' }

const squares = Float64Array.from({ length: 256 }, (_, code) => decoded(code) ** 2)

function decoded(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

const loudest = 10 ** (heardDb / 10) * 32_768 ** 2 * samples

class Call {
  readonly #socket: Socket
  readonly #packet = Buffer.alloc(12 + samples, 0xff)
  readonly #event = Buffer.alloc(16)
  #target = 0
  #sequence = 0
  #timestamp = 0
  #heardAt = performance.now()
  keys = 0
  packets = 0
  longestSilence = 0

  constructor(socket: Socket, ssrc: number) {
    this.#socket = socket
    this.#packet.writeUInt16BE(0x8000, 0)
    this.#packet.writeUInt32BE(ssrc, 8)
    this.#event.writeUInt32BE(ssrc, 8)
    socket.on('message', (bytes) => this.#hear(bytes))
  }

  get isTalking(): boolean {
    return this.#target > 0
  }

  speakTo(sdp: string): void {
    this.#target = Number(/^m=audio (\d+) /m.exec(sdp)?.[1] ?? 0)
    this.forget()
  }

  forget(): void {
    this.#heardAt = performance.now()
    Object.assign(this, { keys: 0, packets: 0, longestSilence: 0 })
  }

  /** Silence, for the port to stay open. */
  speak(): void {
    if (!this.isTalking) return
    this.#sequence += 1
    this.#timestamp += samples
    this.#packet.writeUInt16BE(this.#sequence & 0xffff, 2)
    this.#packet.writeUInt32BE(this.#timestamp, 4)
    this.#socket.send(this.#packet, this.#target, '127.0.0.1')
  }

  press(digit: number): void {
    if (!this.isTalking) return
    this.keys += 1
    for (const [index, tick] of [1, 2, 3, 4, 5, 5, 5].entries()) {
      this.#sequence += 1
      const event = Buffer.from(this.#event)
      event.writeUInt16BE(0x8000 | (index === 0 ? 0x80 : 0) | eventPayload, 0)
      event.writeUInt16BE(this.#sequence & 0xffff, 2)
      event.writeUInt32BE(this.#timestamp, 4)
      event.set([digit, tick === 5 ? 0x8a : 0x0a, (tick * samples) >> 8, (tick * samples) & 0xff], 12)
      this.#socket.send(event, this.#target, '127.0.0.1')
    }
  }

  get silence(): number {
    return Math.max(this.longestSilence, performance.now() - this.#heardAt)
  }

  #hear(bytes: Buffer): void {
    this.packets += 1
    let sum = 0
    for (let at = 12; at < bytes.length; at += 1) sum += squares[bytes[at] ?? 0] ?? 0
    if (sum < loudest) return
    const now = performance.now()
    this.longestSilence = Math.max(this.longestSilence, now - this.#heardAt)
    this.#heardAt = now
  }

  close(): void {
    this.#socket.close()
  }
}

const calls = new Map<string, Call>()
let failed = 0
let nextNumber = 13_900_000_000
let callers: Callers | undefined
let pressing: NodeJS.Timeout | undefined

async function open(sipPort: number): Promise<number> {
  callers = await new Callers(sipPort, {
    answered: (number, sdp) => calls.get(number)?.speakTo(sdp),
    ended: () => undefined,
    failed: () => (failed += 1),
  }).open()
  const began = performance.now()
  let sent = 0
  setInterval(() => {
    // As many packets as the time that has passed asks for, after a stall as well.
    const due = Math.floor((performance.now() - began) / packetMs)
    for (; sent < due; sent += 1) for (const call of calls.values()) call.speak()
  }, packetMs)
  return callers.port
}

async function place(dialled: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 18 })
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    const number = String((nextNumber += 1))
    calls.set(number, new Call(socket, nextNumber % 2 ** 32))
    callers?.call(number, dialled, socket.address().port)
    await delay(25)
  }
  await delay(3_000)
}

/** Each call presses 1 once in so long, one after the other. */
function pressEvery(milliseconds: number): void {
  const all = [...calls.values()]
  let turn = 0
  const began = performance.now()
  pressing = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / milliseconds) * all.length)
    for (; turn < due; turn += 1) all[turn % all.length]?.press(1)
  }, 10)
}

async function hangUp(): Promise<void> {
  clearInterval(pressing)
  for (const [number, call] of calls) {
    callers?.hangUp(number)
    call.close()
  }
  calls.clear()
  await delay(3_000)
}

function figures(): CallersFigures {
  const all = [...calls.values()]
  const sum = (of: (call: Call) => number): number => all.reduce((total, call) => total + of(call), 0)
  return {
    talking: all.filter(({ isTalking }) => isTalking).length,
    failed,
    packets: sum(({ packets }) => packets),
    keys: sum(({ keys }) => keys),
    silences: all.map(({ silence }) => silence),
  }
}

async function perform(request: Request): Promise<unknown> {
  switch (request.type) {
    case 'open':
      return open(request.sipPort)
    case 'place':
      return place(request.dialled, request.count)
    case 'pressEvery':
      return pressEvery(request.milliseconds)
    case 'forget':
      return calls.forEach((call) => call.forget())
    case 'figures':
      return figures()
    case 'hangUp':
      return hangUp()
  }
}

process.on('message', ({ id, request }: { id: number; request: Request }) => {
  perform(request).then(
    (result) => process.send?.({ id, result: result ?? null }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
