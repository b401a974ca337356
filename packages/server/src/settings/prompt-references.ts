// Prompts that other settings name.
import type { FieldProblem, SkillQueue } from '@openseat/contracts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { unknownReference } from './checks.ts'

/** Refuses the id of a prompt that is not there, or that has no sound yet. */
export async function promptProblems(
  trx: TenantTransaction,
  input: Pick<SkillQueue, 'waitPromptId' | 'holdPromptId'>,
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = []
  for (const field of ['waitPromptId', 'holdPromptId'] as const) {
    const id = input[field]
    if (id === null) continue
    const row = await trx.selectFrom('prompt').select('duration_ms').where('id', '=', id).executeTakeFirst()
    if (row === undefined) problems.push(unknownReference(field, id))
    else if (row.duration_ms === null) problems.push({ field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'promptSilent' } })
  }
  return problems
}
