// Batch configuration: one change for a list or range of agent numbers. Each number succeeds or is refused by itself,
// with its reason; those that succeed are one revision.

import { agent, agentNumberSchema, AppError, limits, type Language, type RouteBody, type RouteResponse } from '@openseat/contracts'
import type { Person } from '../access/person.ts'
import type { RouteCall } from '../http/handlers.ts'
import { problemBody, refuseIfAny } from '../http/problem.ts'
import type { PlatformStore } from '../store/platform-store.ts'
import { agents } from './agent-changes.ts'
import { type AgentFields, type AllowsContact, notYours } from './agent-rules.ts'
import { actor, type LiveDesk, type SettingsParts } from './checks.ts'
import type { Edit } from './settings.ts'

type BatchResult = RouteResponse<'batchAgents'>

export async function batchAgents(
  { settings, platform, live }: SettingsParts,
  call: RouteCall<'batchAgents'>,
  allowsContact: AllowsContact,
): Promise<BatchResult> {
  const numbers = expandNumbers(call.body.agentNumbers)
  refuseUneven(numbers, call.body.change.staffIds)
  return settings.change(call.person.tenantId, actor(call), async (edit) => {
    const foreign = await foreignNumbers(edit, platform, numbers)
    const result: BatchResult = { created: [], changed: [], refused: [] }
    for (const [index, agentNumber] of numbers.entries()) {
      const change = changeFor(call.body.change, index)
      const version = call.body.versions?.[agentNumber]
      await one(edit, {
        person: call.person,
        agentNumber,
        change,
        version,
        create: call.body.create,
        foreign,
        result,
        allowsContact,
        live,
      }).catch((error: unknown) => {
        result.refused.push({ agentNumber, ...refusal(error, call.context.language) })
      })
    }
    return result
  })
}

/** `101,105,110-120` as single numbers, in order, each once. Refuses impossible ranges and too many. */
export function expandNumbers(list: string): string[] {
  const numbers = new Set<string>()
  for (const part of list.split(/[,，]/)) {
    const [from = NaN, to = from] = part.trim().split('-').map(Number)
    if (from > to) refuseIfAny([{ field: 'agentNumbers', code: 'FIELD_FORMAT', params: { rule: 'agentRange' } }])
    for (let number = from; number <= to; number++) {
      numbers.add(String(number))
      if (numbers.size > limits.batchAgents)
        refuseIfAny([{ field: 'agentNumbers', code: 'FIELD_TOO_MANY', params: { max: limits.batchAgents } }])
    }
  }
  return [...numbers]
}

/** Numbers of other tenants: asked before, because a broken constraint would end the whole transaction. */
async function foreignNumbers({ trx }: Edit, platform: PlatformStore, numbers: readonly string[]): Promise<ReadonlySet<string>> {
  const taken = await platform.takenAgentNumbers(numbers)
  const own = await trx
    .selectFrom('agent')
    .select('agent_number')
    .where('agent_number', 'in', [...numbers, ''])
    .execute()
  const ownNumbers = new Set(own.map((row) => row.agent_number))
  return new Set([...taken].filter((number) => !ownNumbers.has(number)))
}

/** Accounts are given one to each number. */
function refuseUneven(numbers: readonly string[], staffIds: readonly number[] | undefined): void {
  if (staffIds === undefined || staffIds.length === 0 || staffIds.length === numbers.length) return
  refuseIfAny([{ field: 'change.staffIds', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'asManyAccounts' } }])
}

type Change = Partial<AgentFields>

/** What is named, and nothing else; own skills take the agent out of its group. */
function changeFor({ staffIds, ...named }: RouteBody<'batchAgents'>['change'], index: number): Change {
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as Change
  return {
    ...(given.skills === undefined ? {} : { skillGroupId: null }),
    ...((given.skillGroupId ?? null) === null ? {} : { skills: [] }),
    ...given,
    ...(staffIds === undefined ? {} : { staffId: staffIds[index] ?? null }),
  }
}

interface One {
  readonly person: Person
  readonly agentNumber: string
  readonly change: Change
  readonly version: number | undefined
  readonly create: boolean
  readonly foreign: ReadonlySet<string>
  readonly result: BatchResult
  readonly allowsContact: AllowsContact
  readonly live: LiveDesk | undefined
}

async function one(edit: Edit, given: One): Promise<void> {
  const { person, agentNumber, change, version, create, foreign, result, allowsContact, live } = given
  if (foreign.has(agentNumber)) refuseIfAny([notYours(agentNumber)])
  if (!agentNumberSchema.safeParse(agentNumber).success) {
    refuseIfAny([{ field: 'agentNumber', code: 'FIELD_FORMAT', params: { rule: 'agentRange' } }])
  }
  const before = await agents.find(edit.trx, agentNumber)
  if (before !== undefined) {
    const skills = before.skills.map(({ queueId, level }) => ({ queueId, level }))
    const input = { ...before, skills, ...change, version }
    await agents.change(edit, agentNumber, { input, given: { person, allowsContact, live } })
    result.changed.push(agentNumber)
  } else if (create) {
    await agents.create(edit, agent.input.parse({ agentNumber, ...change }), { person, allowsContact })
    result.created.push(agentNumber)
  } else {
    throw new AppError('OBJECT_NOT_FOUND', { object: 'agent', id: agentNumber })
  }
}

function refusal(error: unknown, language: Language): { code: string; message: string } {
  if (!(error instanceof AppError)) throw error
  const body = problemBody(error, { language })
  return { code: body.problems?.[0]?.code ?? body.code, message: body.detail }
}
