import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sayings, type PromptPiece } from '@openseat/domain'
import { readWave } from '@openseat/telephony'
import { toneLevelDb } from '@openseat/telephony/media/goertzel'
import { promptWave } from '@openseat/telephony/wave/wave-header'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SoundWork } from '../adapters/sounds/sound-work.ts'
import { SpeechClips } from '../adapters/speech/clips.ts'
import { type Speech, SpeechFailed, type SpeechSynthesis } from '../adapters/speech/speech-synthesis.ts'
import { PromptRenderer } from './prompt-renderer.ts'
import { SoundSpool } from './sound-spool.ts'

let folder: string
const sounds = new SoundWork()
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prompts-'))
})
afterAll(async () => {
  sounds.close()
  await rm(folder, { recursive: true, force: true })
})

const tone = (hz: number, seconds: number, sampleRate = 8000): Int16Array =>
  Int16Array.from({ length: sampleRate * seconds }, (_, i) => 3000 * Math.sin((2 * Math.PI * hz * i) / sampleRate))

/** Says a tone of one second, and remembers what it was asked. */
class ToneEngine implements SpeechSynthesis {
  readonly name = 'tone'
  readonly asked: Speech[] = []
  seconds = 1
  fault: Error | null = null

  speak(speech: Speech): Promise<Buffer> {
    this.asked.push(speech)
    return this.fault ? Promise.reject(this.fault) : Promise.resolve(pcmWave(16_000, [tone(1200, this.seconds, 16_000)]))
  }
}

let made = 0
function rendererWith(engine: SpeechSynthesis | null) {
  const spool = new SoundSpool(path.join(folder, String(made++)))
  const failures: unknown[] = []
  const sources = {
    prompt: async (tenantId: number, code: string) =>
      code === 'welcome' ? spool.keep(`${tenantId} welcome`, () => Promise.resolve(promptWave(tone(700, 1)))) : undefined,
    pronunciations: () => Promise.resolve([{ word: '余额', say: 'yu2 e2' }]),
    timeZone: () => Promise.resolve('Asia/Shanghai'),
  }
  const renderer = new PromptRenderer({
    engine,
    sounds,
    clips: new SpeechClips(),
    spool,
    sources,
    failed: (error) => failures.push(error),
  })
  const render = (...pieces: PromptPiece[]) => renderer.render({ tenantId: 1, pieces, language: 'zh-CN' })
  return { renderer, render, failures }
}

const samplesAt = async (rendered: Awaited<ReturnType<PromptRenderer['render']>>): Promise<Int16Array> => {
  if (!rendered.ok || rendered.source.kind !== 'file') throw new Error('not rendered')
  return (await readWave(rendered.source.path)).samples[0] ?? new Int16Array()
}
const welcome: PromptPiece = { kind: 'file', prompt: 'welcome' }

describe('prompts', () => {
  it('are one sound, in their order', async () => {
    const { render } = rendererWith(new ToneEngine())
    const samples = await samplesAt(await render(welcome, { kind: 'text', text: '您好' }, welcome))
    const level = (hz: number, from: number) => toneLevelDb(samples.slice(from, from + 6000), hz)
    expect([level(700, 500) > -30, level(1200, 10_000) > -30, level(700, 19_000) > -30]).toEqual([true, true, true])
    expect(level(1200, 500)).toBeLessThan(-50)
  })

  it('are given to the engine as sentences in words, with the pronunciations that they need', async () => {
    const engine = new ToneEngine()
    const { render } = rendererWith(engine)
    await render(
      { kind: 'text', text: '您的余额是' },
      { kind: 'readOut', as: 'money', value: '1234.50' },
      { kind: 'text', text: '，拨打95588。' },
    )
    await render({ kind: 'text', text: '前面还有' }, { kind: 'readOut', as: 'number', value: 2 }, { kind: 'text', text: '位客户' })
    expect(engine.asked.map(({ text, pronunciations }) => [text, pronunciations])).toEqual([
      ['您的余额是一千二百三十四元五角,拨打九万五千五百八十八。', [{ word: '余额', say: 'yu2 e2' }]],
      ['前面还有两位客户', []],
    ])
  })

  it('are made once', async () => {
    const engine = new ToneEngine()
    const { render } = rendererWith(engine)
    const all = await Promise.all([1, 2, 3].map(() => render(welcome, { kind: 'text', text: '您好' })))
    expect(new Set(all.map((one) => one.ok && one.source.kind === 'file' && one.source.path)).size).toBe(1)
    expect(engine.asked).toHaveLength(1)
  })

  it('are cut where one takes breath when they are long', async () => {
    const engine = new ToneEngine()
    const { render } = rendererWith(engine)
    expect(await render({ kind: 'text', text: '这是一个句子。'.repeat(250) })).toMatchObject({ ok: true, durationMs: 2000 })
    expect(engine.asked.map(({ text }) => text.length <= 1_000 && text.endsWith('。'))).toEqual([true, true])
  })

  it('are refused by reason and place', async () => {
    const engine = new ToneEngine()
    const { render, failures } = rendererWith(engine)
    expect(await render(welcome, { kind: 'file', prompt: 'none' })).toEqual({ ok: false, code: 'PROMPT_UNKNOWN', piece: 1 })
    expect(await render({ kind: 'readOut', as: 'money', value: 'much' })).toEqual({ ok: false, code: 'PROMPT_VALUE', piece: 0 })
    expect(await render({ kind: 'text', text: '长'.repeat(4_097) })).toMatchObject({ code: 'PROMPT_TOO_LONG' })
    expect(await render(...Array.from({ length: 51 }, () => welcome))).toMatchObject({ code: 'PROMPT_TOO_LONG' })
    engine.seconds = 301
    expect(await render({ kind: 'text', text: '很长' })).toMatchObject({ code: 'PROMPT_TOO_LONG' })
    expect(failures).toEqual([])
    engine.fault = new SpeechFailed('gone')
    expect(await render(welcome, { kind: 'text', text: '不行' })).toEqual({ ok: false, code: 'SPEECH_FAILED', piece: 1 })
    expect(failures).toEqual([engine.fault])
    engine.fault = null
    engine.seconds = 1
    expect(await render({ kind: 'text', text: '不行' })).toMatchObject({ ok: true })
  })
})

describe('where there is no engine', () => {
  it('recorded words say numbers, money and dates, and what the product says itself', async () => {
    const { render } = rendererWith(null)
    const pieces: PromptPiece[] = [
      { kind: 'readOut', as: 'money', value: 1234.5 },
      { kind: 'readOut', as: 'date', value: '2026-11-22' },
      { kind: 'readOut', as: 'phone', value: '13800138000' },
      { kind: 'text', text: '。' },
    ]
    const rendered = await render(...pieces)
    expect(rendered).toMatchObject({ ok: true })
    const samples = await samplesAt(rendered)
    expect(samples.length).toBeGreaterThan(8000 * 5)
    expect(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)).toBeGreaterThan(500)
  })

  it('every sentence of the product’s own has its recording, in both languages', async () => {
    const { renderer } = rendererWith(null)
    for (const language of ['zh-CN', 'en'] as const) {
      for (const [saying, text] of Object.entries(sayings[language])) {
        const piece = { kind: 'text', text, saying } as PromptPiece
        const rendered = await renderer.render({ tenantId: 1, pieces: [piece, { kind: 'readOut', as: 'number', value: 1 }], language })
        expect(rendered, `${language} ${saying}`).toMatchObject({ ok: true })
      }
      expect(await renderer.announce({ tenantId: 1, language, agentNumber: '101' })).toMatchObject({ ok: true })
    }
  })

  it('texts are refused', async () => {
    expect(await rendererWith(null).render({ kind: 'text', text: '您好' })).toEqual({ ok: false, code: 'SPEECH_NONE', piece: 0 })
  })
})
