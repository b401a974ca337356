import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { speakable } from '@openseat/domain'
import { readWholeWave } from '@openseat/telephony/wave/whole-wave'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '../../runtime/find-program.ts'
import { EspeakSpeech } from './espeak.ts'
import { HttpSpeech } from './http-speech.ts'
import { openSpeech } from './open-speech.ts'
import { respelled, withPinyin } from './pinyin.ts'
import type { SpeechSynthesis } from './speech-synthesis.ts'

const secondsOf = (file: Buffer): number => {
  const { samples, sampleRate } = readWholeWave(file, 300)
  return samples.length / sampleRate
}
const usual = { language: 'zh-CN', rate: 100, pronunciations: [] } as const

describe('Chinese in pinyin', () => {
  it('is read by words', () => {
    expect(withPinyin('重庆银行行长', [])).toBe('chong2 qing4 yin2 hang2 hang2 zhang3')
    expect(withPinyin('您的A键。', [])).toBe('nin2 de5 A jian4 。')
  })

  it('is read as the tenant says, the longer word first, by pinyin or by other words', () => {
    const own = [
      { word: '还', say: 'hai2' },
      { word: '还款', say: 'huan2 kuan3' },
      { word: 'CRM', say: '客户系统' },
    ]
    expect(withPinyin('还没还款', own)).toBe('hai2 mei2 huan2 kuan3')
    expect(withPinyin('CRM', own)).toBe('ke4 hu4 xi4 tong3')
    expect(respelled('CRM还款', own)).toBe('客户系统还款')
  })
})

const program = findProgram('espeak-ng')

describe.skipIf(program === undefined)('espeak-ng', () => {
  let engine: SpeechSynthesis
  beforeAll(async () => {
    const opened = await EspeakSpeech.open(program ?? '')
    if (opened === undefined) throw new Error('espeak-ng lacks its voices')
    engine = opened
  })

  it('speaks Chinese by a voice that does not spell it in English', () => {
    expect(engine.name).toMatch(/^espeak-ng \((cmn-latn-pinyin|cmn), en/)
  })

  it('speaks, slower and faster', async () => {
    const said = await engine.speak({ ...usual, text: speakable('您的余额是1,234.50元', 'zh-CN') })
    const slow = await engine.speak({ ...usual, text: '您好，欢迎致电', rate: 60 })
    const fast = await engine.speak({ ...usual, text: '您好，欢迎致电', rate: 180 })
    expect(secondsOf(said)).toBeGreaterThan(1.5)
    expect(secondsOf(slow)).toBeGreaterThan(secondsOf(fast) * 1.5)
  })

  it('takes what looks like an option or like markup for text, and refuses what is too long', async () => {
    const english = { ...usual, language: 'en' } as const
    expect(secondsOf(await engine.speak({ ...english, text: '-w /tmp/never.wav' }))).toBeGreaterThan(1)
    expect(secondsOf(await engine.speak({ ...english, text: '<break time="60s"/>' }))).toBeLessThan(10)
    await expect(engine.speak({ ...english, text: 'a'.repeat(1_001) })).rejects.toThrow('1001 characters')
  })
})

describe('an engine behind an address', () => {
  let server: Server
  const asked: { headers: IncomingMessage['headers']; body: unknown; method: string | undefined }[] = []
  const serve = async (answer: (response: ServerResponse) => void): Promise<HttpSpeech> => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        asked.push({ headers: request.headers, method: request.method, body: JSON.parse(Buffer.concat(pieces).toString()) })
        answer(response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return new HttpSpeech({ url: `http://127.0.0.1:${port}/speak?key=hidden`, token: 'secret' })
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
    asked.length = 0
  })

  it('is asked as the contract says', async () => {
    const file = pcmWave(16_000, [new Int16Array(1_600)])
    const engine = await serve((response) => response.writeHead(200, { 'content-type': 'audio/wav' }).end(file))
    const pronunciations = [{ word: '还款', say: 'huan2 kuan3' }]
    expect(await engine.speak({ text: '请还款', language: 'zh-CN', rate: 90, pronunciations })).toEqual(file)
    expect(asked).toMatchObject([
      {
        method: 'POST',
        headers: { accept: 'audio/wav', authorization: 'Bearer secret', 'content-type': 'application/json' },
        body: { text: '请还款', language: 'zh-CN', rate: 90, pronunciations },
      },
    ])
    expect(engine.name).not.toMatch(/hidden|secret/)
  })

  it('fails in words when it refuses, leads away, or sends without an end', async () => {
    const refusing = await serve((response) => response.writeHead(503).end())
    await expect(refusing.speak({ ...usual, text: '一' })).rejects.toThrow('answered 503')
    server.close()
    const leading = await serve((response) => response.writeHead(302, { location: 'http://192.0.2.1/' }).end())
    await expect(leading.speak({ ...usual, text: '一' })).rejects.toThrow('does not answer')
    server.close()
    const endless = await serve((response) => {
      const piece = Buffer.alloc(1_000_000)
      const more = (error?: Error | null): void => {
        if (!error) response.write(piece, more)
      }
      more()
    })
    await expect(endless.speak({ ...usual, text: '一' })).rejects.toThrow('more than')
  })
})

describe('which engine speaks', () => {
  it('is said', async () => {
    expect(await openSpeech({ engine: 'none', token: undefined })).toBeNull()
    expect((await openSpeech({ engine: 'https://tts.example.com/v1', token: undefined }))?.name).toBe('speech engine at tts.example.com')
    expect((await openSpeech({ engine: 'espeak', token: undefined })) === null).toBe(program === undefined)
  })
})
