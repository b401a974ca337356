// Connections to one company's service that are used again. Each new one is judged when it is opened; see OutsideHttp.
import { Agent as PlainAgent } from 'node:http'
import { Agent as EncryptedAgent } from 'node:https'

const usual = { keepAlive: true, maxSockets: 64, maxFreeSockets: 8, timeout: 15_000 }

export class ConnectionPool {
  readonly #plain = new PlainAgent(usual)
  readonly #encrypted = new EncryptedAgent(usual)

  agentFor({ protocol }: URL): PlainAgent {
    return protocol === 'https:' ? this.#encrypted : this.#plain
  }

  /** Requests under way are broken off. */
  close(): void {
    this.#plain.destroy()
    this.#encrypted.destroy()
  }
}
