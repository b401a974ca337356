// Whether a pop is for a contact. The same function serves calls and the dry run against past contacts.
import type { Direction, MediaType, PopCondition, PopRule, PopRulePart } from '@openseat/contracts'

export interface RuledContact {
  readonly queueId: number | null
  readonly mediaType: MediaType
  readonly direction: Direction
  readonly attachedData: Readonly<Record<string, string>>
}

/** The first part of the rule that does not hold; null: the pop is for this contact. An empty list limits nothing. */
export function brokenPart(rule: PopRule, contact: RuledContact): PopRulePart | null {
  const { queueIds, mediaTypes, directions, conditions } = rule
  if (queueIds.length > 0 && (contact.queueId === null || !queueIds.includes(contact.queueId))) return 'queue'
  if (mediaTypes.length > 0 && !mediaTypes.includes(contact.mediaType)) return 'media'
  if (directions.length > 0 && !directions.some((direction) => direction === contact.direction)) return 'direction'
  return conditions.every((condition) => holds(condition, contact.attachedData)) ? null : 'condition'
}

function holds({ key, operator, value }: PopCondition, data: Readonly<Record<string, string>>): boolean {
  const present = Object.hasOwn(data, key) ? data[key] : undefined
  switch (operator) {
    case 'isPresent':
      return present !== undefined && present !== ''
    case 'isAbsent':
      return present === undefined || present === ''
    case 'equals':
      return present === value
    case 'differs':
      return present !== value
    case 'contains':
      return present?.includes(value) === true
    case 'startsWith':
      return present?.startsWith(value) === true
  }
}
