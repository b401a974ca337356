// The library of prompts through the routes: uploads, texts, play-back, who uses what, how much a tenant may have.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AppError } from '@openseat/contracts'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { readWholeWave } from '@openseat/telephony/wave/whole-wave'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Speech, SpeechFailed, type SpeechSynthesis } from '../adapters/speech/speech-synthesis.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'
import { promptServices } from '../wiring/prompt-services.ts'

const tone = (seconds: number): Int16Array =>
  Int16Array.from({ length: 16_000 * seconds }, (_, i) => 3000 * Math.sin((2 * Math.PI * 700 * i) / 16_000))
const file = pcmWave(16_000, [tone(1)])

class ToneEngine implements SpeechSynthesis {
  readonly name = 'tone'
  readonly asked: Speech[] = []
  fails = false

  speak(speech: Speech): Promise<Buffer> {
    this.asked.push(speech)
    return this.fails ? Promise.reject(new SpeechFailed('gone')) : Promise.resolve(pcmWave(16_000, [tone(2)]))
  }
}
const engine = new ToneEngine()

const db = useTestDatabase()
let folder: string
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let silent: TestClient
let services: ReturnType<typeof promptServices>
const closers: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prompts-'))
  const log = pino({ enabled: false })
  const open = async (speech: SpeechSynthesis | null) => {
    const opened = await demoServer(db().database, undefined, (parts) => {
      services = promptServices({ env: { dataFolder: path.join(folder, randomUUID()) }, engine: speech, log, ...parts })
      const own = services
      closers.push(() => own.close())
      return services.handlers
    })
    closers.push(() => opened.http.close())
    return opened
  }
  silent = await (await open(null)).client('admin@demo')
  server = await open(engine)
  admin = await server.client('admin@demo')
})
afterAll(async () => {
  for (const close of closers) await close()
  await rm(folder, { recursive: true, force: true })
})

const problems = (answer: Answer) => answer.body.problems?.map((problem) => [problem.field, problem.code])
const firstWords = (answer: Answer) => answer.body.problems?.[0]?.message
const make = async (code: string, more: object = {}): Promise<number> => {
  const { status, body } = await admin.call('createPrompt', { body: { code, name: code, ...more } })
  expect([status, body]).toMatchObject([200, { code }])
  return Number(body['id'])
}
const upload = (id: number, body: Uint8Array = file, query: Record<string, string> = {}) =>
  admin.call('uploadPrompt', { params: { id }, body, query: { fileName: '欢迎.wav', ...query } })

describe('a prompt that is uploaded', () => {
  it('has no sound first, then the file’s, brought to the telephone’s form', async () => {
    const id = await make('welcome')
    expect((await admin.call('playPrompt', { params: { id } })).body).toMatchObject({ code: 'PROMPT_SILENT' })
    const { status, body } = await upload(id)
    expect([status, body]).toMatchObject([200, { durationMs: 1000, fileName: '欢迎.wav', bytes: file.length + 16_044, usedBy: [] }])
    const heard = await server.http.inject({ url: `/api/prompts/${id}/sound`, headers: { host: 'localhost', cookie: admin.cookie } })
    expect(heard.headers['content-type']).toBe('audio/wav')
    expect(readWholeWave(heard.rawPayload, 300)).toMatchObject({ sampleRate: 8000 })
    const range = { host: 'localhost', cookie: admin.cookie, range: 'bytes=0-3' }
    const part = await server.http.inject({ url: `/api/prompts/${id}/sound`, headers: range })
    expect([part.statusCode, part.rawPayload.toString(), part.headers['content-range']]).toEqual([206, 'RIFF', 'bytes 0-3/16044'])
  })

  it('can be replaced, renamed, and says what is wrong with a file in words', async () => {
    const id = await make('menu')
    await upload(id)
    expect((await upload(id, pcmWave(8000, [tone(2)]))).body).toMatchObject({ durationMs: 4000 })
    const renamed = await admin.call('changePrompt', { params: { id }, body: { name: 'Menu' } })
    expect(renamed.body).toMatchObject({ name: 'Menu', code: 'menu', durationMs: 4000, fileName: '欢迎.wav' })
    expect((await upload(id, Buffer.from('text'))).body).toMatchObject({ code: 'SOUND_UNKNOWN' })
    expect((await upload(id, file.subarray(0, 999))).body).toMatchObject({ code: 'SOUND_BROKEN' })
    expect((await upload(id, pcmWave(8000, [new Int16Array(301 * 8000).fill(9)]))).body).toMatchObject({ code: 'SOUND_LONG' })
    expect((await upload(id, Buffer.alloc(10_485_761))).body).toMatchObject({ code: 'REQUEST_TOO_LARGE' })
    expect((await admin.call('getPrompt', { params: { id } })).body).toMatchObject({ durationMs: 4000 })
  })

  it('is refused where the tenant has its share', async () => {
    const id = await make('share')
    const other = await make('large')
    await db().owner.query(`update prompt set bytes = 499990000 where id = ${other}`)
    expect((await upload(id)).body).toMatchObject({ code: 'PROMPT_SHARE', detail: expect.stringContaining('500') })
    await admin.call('deletePrompt', { params: { id: other } })
    expect((await upload(id)).status).toBe(200)
  })

  it('is kept by who uses it, and named', async () => {
    const id = await make('waiting')
    const queue = { name: '报工号', description: 'd', waitPromptId: id, answerPrompt: 'workNumber' }
    expect(problems(await admin.call('createSkillQueue', { body: queue }))).toEqual([['waitPromptId', 'FIELD_NOT_APPLICABLE']])
    await upload(id)
    const made = await admin.call('createSkillQueue', { body: queue })
    expect(made.body).toMatchObject({ waitPromptId: id, holdPromptId: null, answerPrompt: 'workNumber' })
    const kept = await admin.call('deletePrompt', { params: { id } })
    expect([kept.body.code, kept.body.detail]).toEqual(['OBJECT_IN_USE', expect.stringContaining('报工号')])
    await admin.call('deleteSkillQueue', { params: { id: Number(made.body['id']) } })
    expect((await admin.call('deletePrompt', { params: { id } })).status).toBe(204)
    const text = { name: 'chat', description: 'd', type: 'multimedia', subtype: 'web', answerPrompt: 'workNumber' }
    expect(problems(await admin.call('createSkillQueue', { body: text }))).toEqual([['answerPrompt', 'FIELD_NOT_APPLICABLE']])
  })

  it('is kept by flows that name it, as they are drafted and as they run', async () => {
    const id = await make('spoken')
    const music = await make('music')
    const { owner } = db()
    const play = { nodes: { n1: { config: { prompts: [{ kind: 'file', prompt: 'spoken' }] } } } }
    const queue = { nodes: { n2: { config: { music: 'music' } } } }
    await owner.query(`insert into flow (tenant_id, id, kind, name, draft) values (1, 900, 'ivr', 'Balance', $1)`, [JSON.stringify(play)])
    const revision = `insert into flow_revision (tenant_id, flow_id, revision, document, content_hash) values (1, 900, 1, $1, 'x')`
    await owner.query(revision, [JSON.stringify(queue)])
    for (const prompt of [id, music]) {
      expect((await admin.call('deletePrompt', { params: { id: prompt } })).body).toMatchObject({ code: 'OBJECT_IN_USE' })
    }
    await owner.query(`update flow_revision set retired_at = now() where flow_id = 900`)
    expect((await admin.call('deletePrompt', { params: { id: music } })).status).toBe(204)
    await owner.query('delete from flow where id = 900')
    expect((await admin.call('deletePrompt', { params: { id } })).status).toBe(204)
  })

  it('takes a code that flows can name, once', async () => {
    const wrong = (code: string) => admin.call('createPrompt', { body: { code, name: 'other' } })
    expect(problems(await wrong('1 a'))).toEqual([['code', 'FIELD_FORMAT']])
    expect(problems(await wrong('WELCOME'))).toEqual([['code', 'FIELD_TAKEN']])
  })
})

describe('a prompt of a text', () => {
  const hours = { soundSource: 'text', text: '工作时间9:00到18:00', rate: 90 }

  it('is spoken when it is stored, numbers in words', async () => {
    const id = await make('hours', hours)
    expect(engine.asked.at(-1)).toMatchObject({ text: '工作时间九点整到十八点整', language: 'zh-CN', rate: 90 })
    expect((await admin.call('getPrompt', { params: { id } })).body).toMatchObject({ durationMs: 2000, bytes: 32_044, fileName: '' })
    expect((await upload(id)).body).toMatchObject({ code: 'PROMPT_OF_TEXT' })
    const toFile = await admin.call('changePrompt', { params: { id }, body: { name: 'hours' } })
    expect(toFile.body).toMatchObject({ soundSource: 'file', durationMs: null, bytes: null })
    expect((await admin.call('playPrompt', { params: { id } })).body).toMatchObject({ code: 'PROMPT_SILENT' })
  })

  it('is refused in words where the engine fails, where there is none, and without a text', async () => {
    engine.fails = true
    const failed = await admin.call('createPrompt', { body: { code: 'x1', name: 'x1', ...hours, text: '失败' } })
    engine.fails = false
    expect(firstWords(failed)).toContain('failed')
    const none = await silent.call('createPrompt', { body: { code: 'x2', name: 'x2', ...hours } })
    expect(firstWords(none)).toContain('no speech engine')
    const empty = await admin.call('createPrompt', { body: { code: 'x3', name: 'x3', soundSource: 'text' } })
    expect(problems(empty)).toEqual([['text', 'FIELD_REQUIRED']])
    const wordless = await admin.call('createPrompt', { body: { code: 'x4', name: 'x4', soundSource: 'text', text: '😀 …' } })
    expect(firstWords(wordless)).toContain('nothing in it that could be spoken')
  })

  it('is pronounced as the tenant says', async () => {
    const said = await admin.call('createPronunciation', { body: { word: '还款', say: 'huan2 kuan3' } })
    expect(said.status).toBe(200)
    await make('repay', { soundSource: 'text', text: '请还款' })
    expect(engine.asked.at(-1)?.pronunciations).toEqual([{ word: '还款', say: 'huan2 kuan3' }])
    const twice = await admin.call('createPronunciation', { body: { word: '还款', say: 'x' } })
    expect(problems(twice)).toEqual([['word', 'FIELD_TAKEN']])
    expect((await admin.call('createPronunciation', { body: { word: '还款', say: 'x', language: 'en' } })).status).toBe(200)
  })
})

describe('prompts in calls', () => {
  it('are found by code whatever its letters’ case, by id, and anew after a change', async () => {
    const id = await make('Goodbye')
    const render = () => services.renderer.render({ tenantId: 1, pieces: [{ kind: 'file', prompt: 'goodbye' }], language: 'en' })
    expect(await render()).toEqual({ ok: false, code: 'PROMPT_UNKNOWN', piece: 0 })
    await upload(id)
    expect(await render()).toMatchObject({ ok: true, durationMs: 1000 })
    await upload(id, pcmWave(8000, [tone(1)]))
    expect(await render()).toMatchObject({ ok: true, durationMs: 2000 })
    expect(await services.prompt(1, id)).toMatchObject({ kind: 'file' })
    expect(await services.prompt(2, id).catch((error: AppError) => error.name)).not.toMatchObject({ kind: 'file' })
  })
})
