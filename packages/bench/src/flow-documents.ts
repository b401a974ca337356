// The flows of the benchmark.
import { flowDocumentSchema, type FlowDocument } from '@openseat/contracts'

type Nodes = Readonly<Record<string, readonly [kind: string, config: object, next?: Readonly<Record<string, string>>]>>

const flow = (name: string, nodes: Nodes, variables: readonly object[]): FlowDocument =>
  flowDocumentSchema.parse({
    schema: 1,
    kind: 'ivr',
    name,
    start: 's',
    onError: 'bye',
    variables,
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, [kind, config, next = {}]]) => [id, { kind, config, next }])),
  })

const says = (text: string) => [{ kind: 'text', text }]
const bye: Nodes = { bye: ['hangUp', {}] }
const round = { name: 'round', type: 'number', default: 0 }
const keys = ['1', '2'].map((key) => ({ key }))

/** A menu, two conditions and an assignment, round and round: four steps a key. */
export const rounds = flow(
  'rounds',
  {
    s: ['start', {}, { next: 'm' }],
    m: ['menu', { prompts: says('按一继续。'), keys }, { '1': 'c', '2': 'c', noInput: 'bye', invalid: 'bye' }],
    c: ['condition', { rows: [{ name: 'first', when: 'round == 0' }] }, { first: 'd', otherwise: 'd' }],
    d: [
      'condition',
      {
        rows: [
          { name: 'vip', when: 'has(calldata.level) && calldata.level == "vip"' },
          { name: 'many', when: 'round > 1000000' },
        ],
      },
      { vip: 'bye', many: 'bye', otherwise: 'n' },
    ],
    n: ['set', { rows: [{ to: 'round', value: 'round + 1' }] }, { next: 'm' }],
    ...bye,
  },
  [round],
)

/** Ten nodes on the way to a queue, none of which waits for the caller. */
export const tenNodes = (hoursId: number, queueId: number): FlowDocument =>
  flow(
    'ten nodes',
    {
      s: ['start', {}, { next: 'l' }],
      l: ['language', { choices: [{ language: 'zh-CN' }] }, { next: 'h' }],
      h: ['schedule', { hoursId }, { open: 'a', closed: 'a', holiday: 'a' }],
      a: ['set', { rows: [{ to: 'calldata.source', value: '"flow"' }] }, { next: 'c' }],
      c: ['condition', { rows: [{ name: 'mobile', when: 'looksLike(callerNum, "1[3-9][0-9]{9}")' }] }, { mobile: 'i', otherwise: 'i' }],
      i: ['queueInfo', { queueId, waiting: 'round' }, { next: 'd' }],
      d: ['condition', { rows: [{ name: 'busy', when: 'round > 100' }] }, { busy: 'm', otherwise: 'm' }],
      m: ['mark', { name: 'queued' }, { next: 'b' }],
      b: ['set', { rows: [{ to: 'calldata.caller', value: 'maskPhone(callerNum)' }] }, { next: 'q' }],
      q: ['queue', { queueId }, { timeout: 'bye', overflow: 'bye', offDuty: 'bye' }],
      ...bye,
    },
    [round],
  )

/** A menu that is heard, and what was chosen is said: as often as the caller likes. */
export const spokenRounds = flow(
  'spoken rounds',
  {
    s: ['start', {}, { next: 'm' }],
    m: [
      'menu',
      { prompts: says('查询余额请按一，人工服务请按二。'), keys, firstDigitSeconds: 5 },
      { '1': 'n', '2': 'n', noInput: 'm', invalid: 'm' },
    ],
    n: ['set', { rows: [{ to: 'round', value: 'round + 1' }] }, { next: 'p' }],
    p: ['play', { prompts: says('您选择了查询余额，请稍候。') }, { next: 'm' }],
    ...bye,
  },
  [round],
)
