// Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3); CRLF before a message is keep-alive (RFC 5626).
// Linear however the stream is chopped: nothing is scanned or copied more than a constant number of times.

import { readHead } from '../message/head.ts'
import { headersOf } from '../message/sip-message.ts'
import { parseNumber } from '../message/tokens.ts'

/** `broken`: the stream cannot be followed any further; its last bytes may still deserve a 400. */
export type Frame = { kind: 'message'; bytes: Buffer } | { kind: 'ping' } | { kind: 'broken'; bytes: Buffer }

const MAX_MESSAGE_BYTES = 65_536
const HEAD_END = '\r\n\r\n'
const CR = 13
const LF = 10

export class StreamFramer {
  #buffer = Buffer.alloc(4096)
  #length = 0
  #scanned = 0
  #needed: number | undefined

  /** No message has begun that is not complete. */
  get isBetweenMessages(): boolean {
    return this.#length === 0
  }

  push(chunk: Buffer): Frame[] {
    this.#append(chunk)
    const frames: Frame[] = []
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
      frames.push(frame)
      if (frame.kind === 'broken') break
    }
    return frames
  }

  #append(chunk: Buffer): void {
    if (this.#length + chunk.length > this.#buffer.length) {
      const larger = Buffer.alloc(2 * (this.#length + chunk.length))
      this.#buffer.copy(larger, 0, 0, this.#length)
      this.#buffer = larger
    }
    chunk.copy(this.#buffer, this.#length)
    this.#length += chunk.length
  }

  #next(): Frame | undefined {
    if (this.#needed === undefined) {
      if (this.#takeLineEnds()) return { kind: 'ping' }
      const fault = this.#findHead()
      if (fault !== undefined) return fault
    }
    if (this.#needed === undefined || this.#length < this.#needed) return undefined
    return { kind: 'message', bytes: this.#take(this.#needed) }
  }

  /** Sets how many bytes the message has once its head is complete. */
  #findHead(): Frame | undefined {
    const bytes = this.#buffer.subarray(0, this.#length)
    const end = bytes.indexOf(HEAD_END, Math.max(0, this.#scanned - HEAD_END.length))
    this.#scanned = this.#length
    if (end === -1 && this.#length < MAX_MESSAGE_BYTES) return undefined
    const head = readHead(bytes)
    if (typeof head === 'string') return { kind: 'broken', bytes: Buffer.alloc(0) }
    const [text, ...more] = headersOf(head, 'content-length')
    const length = text === undefined || more.length > 0 ? undefined : parseNumber(text, MAX_MESSAGE_BYTES - head.bodyStart)
    if (length === undefined) return { kind: 'broken', bytes: withBadLength(bytes.subarray(0, head.bodyStart)) }
    this.#needed = head.bodyStart + length
    return undefined
  }

  /** Empty lines between messages; true for the double one that asks for an answer. */
  #takeLineEnds(): boolean {
    let count = 0
    while (this.#buffer[2 * count] === CR && this.#buffer[2 * count + 1] === LF && 2 * count + 2 <= this.#length) count++
    if (count > 0) this.#take(2 * count)
    return count >= 2
  }

  #take(length: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, length))
    this.#buffer.copyWithin(0, length, this.#length)
    this.#length -= length
    this.#scanned = 0
    this.#needed = undefined
    return taken
  }
}

/** On a stream a message without usable length is malformed, though it would pass in a datagram. */
const withBadLength = (head: Buffer): Buffer => Buffer.concat([head.subarray(0, -2), Buffer.from('Content-Length: none\r\n\r\n')])
