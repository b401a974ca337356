// The rows of a group's queues: of each type one is the default.
import { limits, type SkillQueue } from '@openseat/contracts'

export interface GroupQueue {
  queueId: number
  level: number
  isDefault: boolean
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
