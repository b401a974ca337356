// Flows through the HTTP server, as their authors meet them: drafts, publishing, revisions, files.
import { type FlowFile, flowLimits } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { flowHandlers } from './flow-handlers.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings }) =>
    flowHandlers({ settings, interfaces: { usableBy: async () => [] }, speech: { prompts: async () => new Map(), speaks: () => true } }),
  )
  admin = await server.client('admin@demo')
})
afterAll(() => server.http.close())

const codes = (answer: Answer) => answer.body.problems?.map(({ code }) => code)
const idOf = (answer: Answer) => Number(answer.body['id'])

type Nodes = Readonly<Record<string, object>>
const documentOf = (name: string, nodes: Nodes, more: object = {}) => ({
  schema: 1,
  kind: 'ivr',
  name,
  start: 's',
  onError: 'h',
  nodes,
  ...more,
})
const words = (text: string) => [{ kind: 'text', text }]
const plain = (said = 'Hello'): Nodes => ({
  s: { kind: 'start', next: { next: 'p' } },
  p: { kind: 'play', config: { prompts: words(said) }, next: { next: 'h' } },
  h: { kind: 'hangUp' },
})

const create = async (name: string) => {
  const answer = await admin.call('createFlow', { body: { name } })
  expect([answer.status, answer.body.detail]).toEqual([200, undefined])
  return idOf(answer)
}
const draft = async (id: number) => (await admin.call('getFlowDraft', { params: { id } })).body
const save = (id: number, document: object, baseRevision: number) =>
  admin.call('saveFlowDraft', { params: { id }, body: { document, baseRevision } })
const publish = (id: number, baseRevision: number, more: object = {}) =>
  admin.call('publishFlow', { params: { id }, body: { baseRevision, note: 'first', ...more } })

async function published(name: string, nodes: Nodes = plain(), more: object = {}): Promise<number> {
  const id = await create(name)
  expect((await save(id, documentOf(name, nodes, more), 1)).status).toBe(200)
  const answer = await publish(id, 2)
  expect([answer.status, answer.body.detail]).toEqual([200, undefined])
  return id
}

describe('drafts', () => {
  it('begin with a flow that ends, and can be published as they are', async () => {
    const id = await create('new')
    expect(await draft(id)).toMatchObject({ revision: 1, isChanged: true, problems: [], document: { kind: 'ivr', start: 'start' } })
    expect((await publish(id, 1)).body).toMatchObject({ state: 'published', publishedRevision: 1, publishedBy: 'admin' })
  })

  it('may be half done, and say what is wrong in the reader’s language', async () => {
    const id = await create('half')
    const answer = await save(
      id,
      documentOf('half', { s: { kind: 'start' }, q: { kind: 'queue', config: {} }, x: { kind: 'teleport', far: 1 } }),
      1,
    )
    expect(answer.body['problems']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'branchUnconnected', nodeId: 's', text: 'branch next leads nowhere' }),
        expect.objectContaining({ code: 'settings', nodeId: 'q', field: 'config.queueId' }),
        expect.objectContaining({ code: 'settings', nodeId: 'x' }),
      ]),
    )
    expect(await draft(id)).toMatchObject({ document: { nodes: { x: { kind: 'teleport', far: 1 } } } })
  })

  it('are refused when somebody else saved since', async () => {
    const id = await create('two tabs')
    expect((await save(id, documentOf('two tabs', plain()), 1)).status).toBe(200)
    const late = await save(id, documentOf('two tabs', plain('late')), 1)
    expect([late.status, late.body.code]).toEqual([409, 'OBJECT_CHANGED'])
    const both = await Promise.all([save(id, documentOf('two tabs', plain('a')), 2), save(id, documentOf('two tabs', plain('b')), 2)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('keep kind and size within bounds, and their names unique', async () => {
    const id = await create('bounds')
    expect(codes(await save(id, documentOf('bounds', plain(), { kind: 'chat' }), 1))).toEqual(['FIELD_FIXED'])
    expect(codes(await save(id, documentOf('NEW', plain()), 1))).toEqual(['FIELD_TAKEN'])
    const large = Object.fromEntries(
      Array.from({ length: 70 }, (_, n) => [`n${n}`, { kind: 'play', config: { prompts: words('x'.repeat(4_000)) } }]),
    )
    const document = documentOf('bounds', { ...plain(), ...large })
    expect((await save(id, document, 1)).body.code).toBe('FLOW_TOO_LARGE')
    expect((await admin.call('checkFlow', { body: { document } })).body.code).toBe('FLOW_TOO_LARGE')
    const many = Object.fromEntries(Array.from({ length: flowLimits.nodes + 1 }, (_, n) => [`n${n}`, { kind: 'mark' }]))
    expect((await save(id, documentOf('bounds', many), 1)).status).toBe(422)
    expect((await save(id, { ...documentOf('bounds', plain()), schema: 2 }, 1)).status).toBe(422)
  })

  it('come back as they were written, in their order', async () => {
    const id = await create('ordered')
    const nodes = {
      s: { kind: 'start', next: { next: 'zebra' } },
      zebra: { kind: 'hangUp' },
      a: { next: { z: 's', b: 's' }, kind: 'mark' },
    }
    await save(id, documentOf('ordered', nodes, { onError: 'zebra' }), 1)
    const { document } = await draft(id)
    expect(JSON.stringify(document)).toContain(JSON.stringify(nodes).slice(1, -1))
  })

  it('hold no name of the language’s own', async () => {
    const id = await create('names')
    const odd = JSON.parse(`{"s":{"kind":"start"},"constructor":{"kind":"mark"}}`) as Nodes
    expect((await save(id, documentOf('names', odd), 1)).status).toBe(422)
  })

  it('are discarded, back to what was published', async () => {
    const id = await published('discarded')
    await save(id, documentOf('discarded', plain('other')), 3)
    expect((await admin.call('getFlow', { params: { id } })).body).toMatchObject({ state: 'changed' })
    expect((await admin.call('discardFlowDraft', { params: { id } })).status).toBe(204)
    expect(await draft(id)).toMatchObject({ isChanged: false, document: { nodes: { p: { config: { prompts: [{ text: 'Hello' }] } } } } })
    const never = await create('never')
    expect((await admin.call('discardFlowDraft', { params: { id: never } })).body.code).toBe('FLOW_UNPUBLISHED')
  })
})

describe('publishing', () => {
  it('is refused with errors, and with warnings until they are accepted', async () => {
    const id = await create('faulty')
    await save(id, documentOf('faulty', plain('{{ nobody }}')), 1)
    const wrong = await publish(id, 2)
    expect([wrong.status, wrong.body.code, wrong.body.problems]).toMatchObject([
      422,
      'FLOW_INVALID',
      [{ field: 'document.nodes.p.config.prompts.0.text', message: 'In the flow: there is no variable nobody' }],
    ])
    await save(id, documentOf('faulty', { ...plain(), lonely: { kind: 'hangUp' } }), 2)
    expect((await publish(id, 3)).body).toMatchObject({ code: 'FLOW_WARNINGS' })
    expect((await publish(id, 3, { acceptWarnings: true })).status).toBe(200)
    expect((await publish(id, 4)).body.code).toBe('FLOW_UNCHANGED')
  })

  it('wants a note, the present draft and the right to publish', async () => {
    const id = await create('noted')
    expect((await publish(id, 1, { note: ' ' })).status).toBe(422)
    expect((await publish(id, 7)).status).toBe(409)
  })

  it('makes revisions that stay as they are, and any of them a draft again', async () => {
    const id = await published('revisions')
    await save(id, documentOf('revisions', plain('second')), 3)
    await publish(id, 4, { note: 'second' })
    const { items } = (await admin.call('listFlowRevisions', { params: { id } })).body
    expect(items).toMatchObject([
      { revision: 2, isPublished: true, note: 'second', publishedBy: 'admin' },
      { revision: 1, isPublished: false, note: 'first' },
    ])
    const first = await admin.call('getFlowRevision', { params: { id, revision: 1 } })
    expect(first.body).toMatchObject({ document: { nodes: { p: { config: { prompts: [{ text: 'Hello' }] } } } } })
    const restored = await admin.call('restoreFlowRevision', { params: { id, revision: 1 }, body: { baseRevision: 5 } })
    expect(restored.body).toMatchObject({ isChanged: true, revision: 6, document: first.body['document'] })
  })

  it('knows what is drawn otherwise from what does otherwise', async () => {
    const id = await published('hashes')
    await save(id, documentOf('hashes', plain(), { layout: { s: [5, 5] } }), 3)
    await publish(id, 4)
    await save(id, documentOf('hashes', plain('other')), 5)
    await publish(id, 6)
    const { items = [] } = (await admin.call('listFlowRevisions', { params: { id } })).body
    const [third, second, first] = items.map((item) => item['contentHash'])
    expect([second === first, third === second]).toEqual([true, false])
  })

  it('pins sub-flows to what they are at that moment', async () => {
    const sub = await published('sub', { s: { kind: 'start', next: { next: 'r' } }, r: { kind: 'return' } }, { onError: 'r' })
    const calling = (config: object): Nodes => ({
      s: { kind: 'start', next: { next: 'f' } },
      f: { kind: 'subFlow', config, next: { done: 'h' } },
      h: { kind: 'hangUp' },
    })
    const id = await published('caller', calling({ flow: { flowId: sub } }))
    const { body } = await admin.call('getFlowRevision', { params: { id, revision: 1 } })
    expect(body).toMatchObject({ document: { nodes: { f: { config: { flow: { flowId: sub, revision: 1, newest: true } } } } } })
    expect((await admin.call('getFlow', { params: { id: sub } })).body).toMatchObject({ users: [{ object: 'flow', name: 'caller' }] })
    expect((await admin.call('deleteFlow', { params: { id: sub } })).body).toMatchObject({ code: 'OBJECT_IN_USE' })
    const self = await save(sub, documentOf('sub', calling({ flow: { flowId: id } })), 3)
    expect(self.body['problems']).toContainEqual(expect.objectContaining({ code: 'recursion' }))
  })
})

describe('what leads to a flow', () => {
  it('is named with it, and keeps it from being deleted', async () => {
    const id = await published('led-to')
    const target = { kind: 'flow', flowId: id }
    expect((await admin.call('createCalledRoute', { body: { accessCode: '4466', extensionCode: '77', target } })).status).toBe(200)
    const queue = { name: 'leads', description: 'd', onTimeout: { action: 'flow', flowId: id }, onOverflow: { action: 'flow', flowId: id } }
    expect((await admin.call('createSkillQueue', { body: queue })).status).toBe(200)
    const users = [
      { object: 'calledRoute', name: '446677' },
      { object: 'skillQueue', name: 'leads' },
    ]
    expect((await admin.call('getFlow', { params: { id } })).body).toMatchObject({ users })
    const refused = await admin.call('deleteFlow', { params: { id } })
    expect([refused.status, refused.body.detail]).toEqual([409, 'Flow “led-to” cannot be deleted: it is used by 446677, leads'])
  })
})

describe('what a flow names', () => {
  it('is not deleted from under it, as long as a draft or what is published names it', async () => {
    const hours = idOf(await admin.call('createWorkingHours', { body: { name: 'of a flow' } }))
    const queue = idOf(await admin.call('createSkillQueue', { body: { name: 'of-a-flow', description: 'd' } }))
    const naming: Nodes = {
      s: { kind: 'start', next: { next: 'x' } },
      x: { kind: 'schedule', config: { hoursId: hours }, next: { open: 'q', closed: 'h' } },
      q: { kind: 'queue', config: { queueId: queue }, next: { timeout: 'h', overflow: 'h', offDuty: 'h' } },
      h: { kind: 'hangUp' },
    }
    const id = await published('naming', naming)
    const refused = await admin.call('deleteSkillQueue', { params: { id: queue } })
    expect([refused.body.code, refused.body.detail]).toEqual(['OBJECT_IN_USE', expect.stringContaining('naming')])
    await save(id, documentOf('naming', plain()), 3)
    expect((await admin.call('deleteWorkingHours', { params: { id: hours } })).body.code).toBe('OBJECT_IN_USE')
    expect((await publish(id, 4)).status).toBe(200)
    expect((await admin.call('deleteWorkingHours', { params: { id: hours } })).status).toBe(204)
    expect((await admin.call('deleteSkillQueue', { params: { id: queue } })).status).toBe(204)
  })
})

describe('files', () => {
  it('carry a flow with its sub-flows by names, and become drafts where they are brought to', async () => {
    const [queue] = (await admin.call('listSkillQueues', { query: {} })).body.items ?? []
    const queueNode = { kind: 'queue', config: { queueId: queue?.['id'] }, next: { timeout: 'h', overflow: 'h', offDuty: 'h' } }
    const sub = await published('file sub', { s: { kind: 'start', next: { next: 'r' } }, r: { kind: 'return' } }, { onError: 'r' })
    const id = await published('file', {
      s: { kind: 'start', next: { next: 'f' } },
      f: { kind: 'subFlow', config: { flow: { flowId: sub } }, next: { done: 'q' } },
      q: queueNode,
      h: { kind: 'hangUp' },
    })
    const file = (await admin.call('exportFlow', { params: { id }, body: {} })).body as unknown as FlowFile
    expect(file).toMatchObject({
      flows: [
        { number: 1, document: { nodes: { f: { config: { flow: { flowId: 2, revision: null } } }, q: { config: { queueId: 1 } } } } },
        { number: 2, document: { name: 'file sub' } },
      ],
      queues: { '1': queue?.['name'] },
    })
    const checked = await admin.call('checkFlowFile', { body: { file } })
    expect(checked.body).toMatchObject({ references: [{ kind: 'queues', key: '1', match: queue?.['id'] }] })
    const made = await admin.call('importFlow', { body: { file } })
    expect(made.body).toMatchObject({ flows: [{ name: 'file (2)', state: 'draft' }, { name: 'file sub (2)' }] })
    const [main, second] = made.body['flows'] as { id: number }[]
    expect(await draft(main?.id ?? 0)).toMatchObject({
      document: { nodes: { f: { config: { flow: { flowId: second?.id } } }, q: { config: { queueId: queue?.['id'] } } } },
    })
  })

  it('leave open what is not here, or is chosen not to be, and take the braces of other products', async () => {
    const file = {
      format: 'openseat-flow',
      version: 1,
      flows: [
        {
          number: 1,
          document: documentOf('from elsewhere', {
            ...plain('You called ${callerNum}'),
            q: { kind: 'queue', config: { queueId: 1 } },
            t: { kind: 'table', config: { tableId: 1, value: 'callerNum', columns: [{ column: 'c1', to: 'calldata.x' }] } },
          }),
        },
      ],
      queues: { '1': 'no such queue' },
      tables: { '1': { name: 'no such table', columns: { c1: 'name' } } },
    }
    const { references } = (await admin.call('checkFlowFile', { body: { file } })).body
    expect(references).toMatchObject([
      { kind: 'queues', name: 'no such queue', match: null },
      { kind: 'tables', name: 'no such table', match: null },
    ])
    const made = await admin.call('importFlow', { body: { file } })
    const [flow] = made.body['flows'] as { id: number }[]
    const { document, problems } = await draft(flow?.id ?? 0)
    expect(document).toMatchObject({ nodes: { p: { config: { prompts: [{ text: 'You called {{ callerNum }}' }] } } } })
    expect(document).not.toHaveProperty('nodes.q.config.queueId')
    expect(problems).toContainEqual(expect.objectContaining({ code: 'settings', nodeId: 'q', field: 'config.queueId' }))
  })

  it('that are none are refused', async () => {
    for (const file of [{}, { format: 'other', version: 1, flows: [] }, { format: 'openseat-flow', version: 2, flows: [] }])
      expect((await admin.call('importFlow', { body: { file } })).status).toBe(422)
  })

  it('of kinds that are not made yet are refused, as they are when one is made by hand', async () => {
    const file = {
      format: 'openseat-flow',
      version: 1,
      flows: [{ number: 1, document: documentOf('a script', plain(), { kind: 'script' }) }],
    }
    for (const route of ['checkFlowFile', 'importFlow'] as const) {
      const { status, body } = await admin.call(route, { body: { file } })
      expect(status).toBe(422)
      expect(body.problems).toMatchObject([{ field: 'file.flows.0.document.kind', code: 'FIELD_NOT_ONE_OF' }])
    }
  })
})

describe('lists and rights', () => {
  it('find flows by name, kind and state', async () => {
    await admin.call('createFlow', { body: { name: 'check me', kind: 'verification' } })
    const list = async (query: Record<string, string>) => (await admin.call('listFlows', { query })).body.items?.map(({ name }) => name)
    expect(await list({ kind: 'verification' })).toEqual(['check me'])
    expect(await list({ search: 'CHECK' })).toEqual(['check me'])
    expect(await list({ state: 'draft', search: 'half' })).toEqual(['half'])
    expect(await list({ state: 'published', search: 'half' })).toEqual([])
  })

  it('are told in the audit log', async () => {
    const { items = [] } = (await admin.call('listAudit', { query: { objectType: 'flow', pageSize: '200' } })).body
    const actions = new Set(items.map(({ action }) => action))
    expect([...actions].toSorted()).toEqual(
      ['change', 'create', 'delete', 'discard', 'export', 'import', 'publish', 'restore'].filter((action) => action !== 'delete'),
    )
  })
})
