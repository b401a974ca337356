// A flow whose prompts are tones: what a caller hears is measured. And the recordings that it names.
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { RestClient } from './rest-client.ts'
import { slowServiceName } from './slow-service.ts'
import { writeToneFile } from './tone-file.ts'

/** What each recording sounds like, in hertz: four seconds each. */
export const promptTones = { hello: 850, menu: 1270, moment: 1990, late: 2310 } as const
type PromptCode = keyof typeof promptTones

/** The library of the demo's tenant gets them. */
export async function uploadTones(admin: RestClient): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-prompts-'))
  try {
    for (const [code, hertz] of Object.entries(promptTones)) {
      const { id } = await admin.call('createPrompt', { body: { code, name: `${code} ${hertz} Hz` } })
      const file = path.join(folder, `${code}.wav`)
      await writeToneFile(file, hertz)
      const body = new Uint8Array(await readFile(file))
      await admin.call('uploadPrompt', { params: { id }, query: { fileName: `${code}.wav` }, body })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const plays = (...prompts: readonly PromptCode[]) => prompts.map((prompt) => ({ kind: 'file', prompt }))

/** Its greeting lasts twelve seconds; 1 leads to the queue, 2 to an interface that is slow, 3 to the mailbox. */
const nodes = {
  s: { kind: 'start', next: { next: 'hello' } },
  hello: { kind: 'play', title: '欢迎', config: { prompts: plays('hello', 'hello', 'hello') }, next: { next: 'menu' } },
  menu: {
    kind: 'menu',
    title: '主菜单',
    config: { prompts: plays('menu'), keys: ['1', '2', '3'].map((key) => ({ key })), firstDigitSeconds: 12, retries: 5 },
    next: { '1': 'queue', '2': 'ask', '3': 'mail', noInput: 'bye', invalid: 'bye' },
  },
  queue: { kind: 'queue', title: '人工', config: { queueId: 1 }, next: { timeout: 'late', overflow: 'late', offDuty: 'late' } },
  ask: {
    kind: 'interface',
    title: '查询',
    config: {
      interfaceId: 1,
      inputs: [{ name: 'account', value: 'callerNum' }],
      timeoutSeconds: 10,
      waitingPrompts: plays('moment', 'moment'),
    },
    next: { ok: 'bye', timeout: 'late', error: 'bye' },
  },
  late: { kind: 'play', title: '稍后再试', config: { prompts: plays('late') }, next: { next: 'menu' } },
  mail: {
    kind: 'voicemail',
    title: '留言',
    config: { queueId: 1, prompts: plays('moment'), maxSeconds: 60 },
    next: { saved: 'bye', tooShort: 'bye' },
  },
  bye: { kind: 'hangUp', title: '再见', config: { reason: '再见' } },
} as const

export const storyFlowName = '热线'

/** As a file, to be imported. Its greeting leads nowhere yet. */
export const storyFile = (): string =>
  JSON.stringify({
    format: 'openseat-flow',
    version: 1,
    flows: [
      {
        number: 1,
        document: {
          schema: 1,
          kind: 'ivr',
          name: storyFlowName,
          start: 's',
          onError: 'bye',
          nodes: { ...nodes, hello: { ...nodes.hello, next: {} } },
        },
      },
    ],
    queues: { '1': '客户服务' },
    interfaces: { '1': slowServiceName },
    prompts: Object.fromEntries(Object.keys(promptTones).map((code) => [code, code])),
  })

/** The text of its draft with the greeting connected: all else as it came in, with the tenant's own ids. */
export function connected(text: string): string {
  const draft = JSON.parse(text) as { nodes: { hello: object } }
  return JSON.stringify({ ...draft, nodes: { ...draft.nodes, hello: { ...draft.nodes.hello, next: nodes.hello.next } } }, null, 2)
}

export const backName = '评价'
export const waitName = '等待时播放'

/** For who comes from an agent, and beside a wait. */
const others = {
  [backName]: {
    s: { kind: 'start', next: { next: 'rate' } },
    rate: {
      kind: 'menu',
      config: { prompts: plays('moment', 'moment'), keys: [{ key: '5' }], variable: 'rating' },
      next: { '5': 'set', noInput: 'back', invalid: 'back' },
    },
    set: { kind: 'set', config: { rows: [{ to: 'calldata.rating', value: 'rating' }] }, next: { next: 'back' } },
    back: { kind: 'returnToAgent' },
  },
  [waitName]: {
    s: { kind: 'start', next: { next: 'p' } },
    p: {
      kind: 'menu',
      config: { prompts: plays('late'), keys: [{ key: '9' }], firstDigitSeconds: 1, retries: 0 },
      next: { '9': 'bye', noInput: 'p', invalid: 'p' },
    },
    bye: { kind: 'hangUp' },
  },
} as const

const mailbox = {
  s: { kind: 'start', next: { next: 'mail' } },
  mail: {
    kind: 'voicemail',
    config: { queueId: 1, prompts: plays('moment'), maxSeconds: 60 },
    next: { saved: 'bye', tooShort: 'bye' },
  },
  bye: { kind: 'hangUp' },
} as const

export async function publishOthers(admin: RestClient): Promise<void> {
  for (const [name, document] of Object.entries(others)) await publish(admin, name, document)
}

/** The flow's id. */
export const publishMailbox = (admin: RestClient): Promise<number> => publish(admin, '留言箱', mailbox)

async function publish(admin: RestClient, name: string, document: Readonly<Record<string, Record<string, unknown>>>): Promise<number> {
  const { id } = await admin.call('createFlow', { body: { name } })
  const variables = [{ name: 'rating', type: 'string' as const }]
  const whole = { schema: 1 as const, kind: 'ivr' as const, name, start: 's', onError: 's', variables, nodes: { ...document } }
  const { revision } = await admin.call('saveFlowDraft', { params: { id }, body: { document: whole, baseRevision: 1 } })
  await admin.call('publishFlow', { params: { id }, body: { baseRevision: revision, note: 'story', acceptWarnings: true } })
  return id
}
