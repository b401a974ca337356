// What a conformance run says of a page: one check for each thing that can go wrong and that a workbench can see. Pure.
import { bridgeLimits } from '@openseat/contracts/bridge'
import { contactCount, type Answer, type Evidence, type Load } from './evidence.ts'

export const checkNames = [
  'loads',
  'embeddable',
  'hello',
  'lateEvent',
  'back',
  'answers',
  'throws',
  'floods',
  'anyOrigin',
  'hostile',
  'manyContacts',
] as const
export type CheckName = (typeof checkNames)[number]

/** `pass`, `warn` and `fail` say what was seen; `notApplicable`, why it was not tried. */
export interface Verdict {
  readonly check: CheckName
  readonly outcome: 'pass' | 'warn' | 'fail' | 'notApplicable'
  /** Which words say what was seen. */
  readonly seen: string
  readonly params: Readonly<Record<string, string | number>>
}

const slowLoadMs = 3_000
const slowHelloMs = 2_000
const blocksWarnMs = 200
const blocksFailMs = 1_000
const manyPerSecond = bridgeLimits.messagesPerSecond / 2

type Found = Omit<Verdict, 'check'>
const found = (outcome: Verdict['outcome'], seen: string, params: Verdict['params'] = {}): Found => ({ outcome, seen, params })
const none = (seen: 'noEvents' | 'noPage' | 'noHello' | 'blocks'): Found => found('notApplicable', seen)

function loads({ load }: Evidence): Found {
  if (load.loadedMs === null) return load.outcome === 'late' ? found('fail', 'late') : none('noPage')
  return found(load.loadedMs > slowLoadMs ? 'warn' : 'pass', 'loaded', { ms: load.loadedMs })
}

function embeddable({ load }: Evidence): Found {
  if (load.outcome === 'loaded') return found('pass', 'embedded')
  return load.outcome === 'late' ? none('noPage') : found('fail', load.outcome, { origin: load.origin })
}

/** Of a page that ought to speak: how long after it had loaded. */
function spoke({ loadedMs, helloMs }: Load): Found {
  if (helloMs === null) return found('fail', 'silent')
  const behindMs = Math.max(0, helloMs - (loadedMs ?? helloMs))
  return found(behindMs > slowHelloMs ? 'warn' : 'pass', 'spoke', { ms: helloMs, behind: behindMs })
}

/** Null when nothing stands against trying. */
function untried({ passMode, load }: Evidence): Found | null {
  if (load.outcome !== 'loaded') return none('noPage')
  if (passMode === 'webApi' && load.helloMs === null) return none('noHello')
  return null
}
const untold = (evidence: Evidence): Found | null => (evidence.passMode === 'webApi' ? untried(evidence) : none('noEvents'))

function hello({ passMode, load }: Evidence): Found {
  if (passMode !== 'webApi') return none('noEvents')
  return load.outcome === 'loaded' || load.outcome === 'late' ? spoke(load) : none('noPage')
}

/** A page of which nothing but its coming is seen. */
function came({ passMode }: Evidence, load: Load | null): Found {
  if (!load) return none(passMode === 'webApi' ? 'noHello' : 'noPage')
  if (load.outcome !== 'loaded') return found('fail', 'gone')
  return passMode === 'webApi' ? spoke(load) : found('pass', 'loaded', { ms: load.loadedMs ?? 0 })
}

function slowest(answers: readonly Answer[]): Answer {
  return answers.reduce((worst, each) => ((each.ms ?? Infinity) > (worst.ms ?? Infinity) ? each : worst), { after: '', ms: 0 })
}

function answered(worst: Answer): Found {
  const { after, ms } = worst
  if (ms === null) return found('fail', 'stuck', { after })
  if (ms > blocksFailMs) return found('fail', 'answered', { after, ms })
  return found(ms > blocksWarnMs ? 'warn' : 'pass', 'answered', { after, ms })
}

function throwing({ faults }: Evidence): Found {
  const first = faults[0]
  if (!first) return found('pass', 'noFault')
  const events = [...new Set(faults.map(({ event }) => event))].join(', ')
  return found('fail', 'faults', { count: faults.length, events, text: first.text })
}

function floods({ peakPerSecond: count }: Evidence): Found {
  const params = { count, max: bridgeLimits.messagesPerSecond }
  if (count > bridgeLimits.messagesPerSecond) return found('fail', 'perSecond', params)
  return found(count > manyPerSecond ? 'warn' : 'pass', 'perSecond', params)
}

function anyOrigin({ posted }: Evidence): Found {
  if (!posted) return none('noPage')
  const first = posted[0]
  return first ? found('fail', 'posted', { count: posted.length, text: first.text }) : found('pass', 'nothingPosted')
}

function hostile({ broken, passMode }: Evidence): Found {
  if (!broken) return none(passMode === 'webApi' ? 'noHello' : 'noPage')
  return broken.length > 0
    ? found('fail', 'broke', { names: broken.join(', ') })
    : found('pass', passMode === 'webApi' ? 'unharmed' : 'cameUnharmed')
}

function manyContacts({ manyContacts: answer, broken }: Evidence): Found {
  if (!answer) return none(broken ? 'blocks' : 'noHello')
  const { outcome, params } = answered(answer)
  return answer.ms === null ? found('fail', 'dead', { count: contactCount }) : found(outcome, 'alive', { ...params, count: contactCount })
}

const checks: Readonly<Record<CheckName, (evidence: Evidence) => Found>> = {
  loads,
  embeddable,
  hello,
  lateEvent: (evidence) => untold(evidence) ?? came(evidence, evidence.reload),
  back: (evidence) => untried(evidence) ?? came(evidence, evidence.back),
  answers: (evidence) => untold(evidence) ?? answered(slowest(evidence.answers)),
  throws: (evidence) => untold(evidence) ?? throwing(evidence),
  floods: (evidence) => untried(evidence) ?? floods(evidence),
  anyOrigin: (evidence) => untried(evidence) ?? anyOrigin(evidence),
  hostile: (evidence) => untried(evidence) ?? hostile(evidence),
  manyContacts: (evidence) => untold(evidence) ?? manyContacts(evidence),
}

export const verdictsOf = (evidence: Evidence): Verdict[] => checkNames.map((check) => ({ check, ...checks[check](evidence) }))

/** The badge: the worst of all. */
export const overall = (verdicts: readonly Verdict[]): 'pass' | 'warn' | 'fail' =>
  (['fail', 'warn'] as const).find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome)) ?? 'pass'
