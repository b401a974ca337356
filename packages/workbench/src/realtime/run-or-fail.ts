// A command for a dialog that asked first: a refusal is thrown, to be shown where the question was asked.
import type { AgentCommandInput } from '@openseat/contracts'
import { ApiFailure } from '../api/api-failure.ts'
import { useAgentDesk } from './desk.ts'
import { refusalWords } from './use-command.ts'

export async function runOrFail(command: AgentCommandInput): Promise<void> {
  const result = await useAgentDesk().run(command)
  if (!result.ok) throw new ApiFailure('refused', { detail: refusalWords(result) })
}
