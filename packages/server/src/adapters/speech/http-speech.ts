// An engine behind an address that the operator sets. The contract: POST of JSON
// `{ text, language: "zh-CN" | "en", rate: percent, pronunciations: [{ word, say }] }` with `Accept: audio/wav`, and with
// `Authorization: Bearer …` where a token is set; the answer is 200 and a WAV file of PCM, A-law or mu-law.
import { respelled } from './pinyin.ts'
import { mostSpokenCharacters, type Speech, SpeechFailed, type SpeechSynthesis } from './speech-synthesis.ts'

const answerMs = 10_000
const mostBytes = 30_000_000

export interface HttpSpeechParts {
  readonly url: string
  readonly token: string | undefined
}

export class HttpSpeech implements SpeechSynthesis {
  readonly name: string
  readonly #parts: HttpSpeechParts

  constructor(parts: HttpSpeechParts) {
    this.#parts = parts
    // What stands behind the host may be a secret.
    this.name = `speech engine at ${new URL(parts.url).host}`
  }

  async speak({ text, language, rate, pronunciations }: Speech): Promise<Buffer> {
    if (text.length > mostSpokenCharacters) throw new SpeechFailed(`${text.length} characters`)
    const { url, token } = this.#parts
    const body = JSON.stringify({ text: respelled(text, pronunciations), language, rate, pronunciations })
    const headers = {
      'content-type': 'application/json',
      accept: 'audio/wav',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(answerMs) })
      if (answer.status !== 200 || answer.body === null) {
        await answer.body?.cancel()
        throw new SpeechFailed(`the engine answered ${answer.status}`)
      }
      return await wholeBody(answer.body)
    } catch (error) {
      throw error instanceof SpeechFailed ? error : new SpeechFailed('the engine does not answer', { cause: error })
    }
  }
}

async function wholeBody(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > mostBytes) throw new SpeechFailed(`the engine answered with more than ${mostBytes} B`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
