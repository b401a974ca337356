// Skill groups: list, deletion, one group's form and the rows of its queues.
import { limits, skillGroup, vocabulary, type SkillGroup, type SkillQueue } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const useSkillGroupList = () => useList((question, signal) => call('listSkillGroups', { query: listParams(question), signal }))

export const groupDeletion = (group: SkillGroup) =>
  deletion(inLanguage(vocabulary.skillGroup), group.name, () => call('deleteSkillGroup', { params: { id: group.id } }))

export interface GroupQueue {
  queueId: number
  level: number
  isDefault: boolean
}

export function useSkillGroupForm(group: SkillGroup | null) {
  const queues: GroupQueue[] = group?.queues.map(({ queueId, level, isDefault }) => ({ queueId, level, isDefault })) ?? []
  return useForm({
    schema: () => skillGroup.input,
    values: { name: group?.name ?? '', description: group?.description ?? '', queues },
    send: async (values) => {
      if (group === null) await call('createSkillGroup', { body: values })
      else await call('changeSkillGroup', { params: { id: group.id }, body: { ...values, version: group.version } })
    },
  })
}

type Types = ReadonlyMap<number, SkillQueue['type']>

export const typesOf = (queues: readonly SkillQueue[]): Types => new Map(queues.map(({ id, type }) => [id, type]))

/** Of each type one row is the default: the named one, else the first. */
export function withDefaults(rows: readonly GroupQueue[], types: Types): GroupQueue[] {
  return rows.map((row, index) => {
    const ofType = (other: GroupQueue): boolean => types.get(other.queueId) === types.get(row.queueId)
    const named = rows.findIndex((other) => ofType(other) && other.isDefault)
    return { ...row, isDefault: index === (named === -1 ? rows.findIndex(ofType) : named) }
  })
}

export function makeDefault(rows: readonly GroupQueue[], index: number, types: Types): GroupQueue[] {
  const type = types.get(rows[index]?.queueId ?? 0)
  return rows.map((row, at) => (types.get(row.queueId) === type ? { ...row, isDefault: at === index } : row))
}

export const addQueue = (rows: readonly GroupQueue[], queueId: number): GroupQueue[] => [
  ...rows,
  { queueId, level: limits.skillLevel.default, isDefault: false },
]
