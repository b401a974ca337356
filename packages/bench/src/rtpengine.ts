// rtpengine (a separate program from Debian) as a relay, driven over its "ng" protocol: one bencoded message per datagram.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { setTimeout as delay } from 'node:timers/promises'

type Value = string | number | readonly Value[] | { readonly [key: string]: Value }

function encode(value: Value): string {
  if (typeof value === 'string') return `${Buffer.byteLength(value)}:${value}`
  if (typeof value === 'number') return `i${value}e`
  if (Array.isArray(value)) return `l${value.map(encode).join('')}e`
  const entries = Object.entries(value as Record<string, Value>)
  return `d${entries.map(([key, item]) => encode(key) + encode(item)).join('')}e`
}

/** The strings of a flat answer; nested values are passed over. */
function field(answer: string, name: string): string | undefined {
  const at = answer.indexOf(`${name.length}:${name}`)
  const [, length = ''] = /^(\d+):/.exec(answer.slice(at + name.length + String(name.length).length + 1)) ?? []
  if (at < 0 || length === '') return undefined
  const begin = at + name.length + String(name.length).length + 1 + length.length + 1
  return answer.slice(begin, begin + Number(length))
}

const ngPort = 22_322

export class RtpEngine {
  readonly process: ChildProcess
  readonly #socket: Socket

  private constructor(child: ChildProcess, socket: Socket) {
    this.process = child
    this.#socket = socket
  }

  static async open(): Promise<RtpEngine> {
    const ports = ['--port-min=48000', '--port-max=49999']
    const args = [
      '--table=-1',
      '--interface=127.0.0.1',
      `--listen-ng=127.0.0.1:${ngPort}`,
      ...ports,
      '--foreground',
      '--log-level=1',
      '--log-stderr',
    ]
    const child = spawn('rtpengine', args, { stdio: 'ignore' })
    await delay(1_500)
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return new RtpEngine(child, socket)
  }

  /** Sends the command; the answer's SDP. */
  async sdp(command: Readonly<Record<string, Value>>): Promise<string> {
    const cookie = randomUUID()
    const answer = await new Promise<string>((resolve, reject) => {
      const onMessage = (bytes: Buffer): void => {
        const text = bytes.toString()
        if (!text.startsWith(cookie)) return
        this.#socket.off('message', onMessage)
        resolve(text)
      }
      this.#socket.on('message', onMessage)
      setTimeout(() => reject(new Error('rtpengine does not answer')), 5_000).unref()
      this.#socket.send(`${cookie} ${encode(command)}`, ngPort, '127.0.0.1')
    })
    const sdp = field(answer, 'sdp')
    if (sdp === undefined) throw new Error(`rtpengine: ${answer.slice(0, 300)}`)
    return sdp
  }

  close(): void {
    this.#socket.close()
    this.process.kill('SIGKILL')
  }
}
