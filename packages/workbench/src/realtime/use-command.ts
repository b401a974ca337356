// Sends commands and keeps the refusal, in words, for the place that sent them.
import { refusalText, type AgentCommandInput } from '@openseat/contracts'
import { ref } from 'vue'
import { i18n, language } from '../app/language.ts'
import type { CommandResult } from './connection-state.ts'
import { useDesk } from './desk.ts'

export function refusalWords(result: Extract<CommandResult, { ok: false }>): string {
  return 'local' in result ? i18n.global.t(`desk.refused.${result.local}`) : refusalText(result.code, language.value, result.params)
}

export function useCommand() {
  const desk = useDesk()
  const refusal = ref('')
  const busy = ref(false)

  /** True when the server carried it out. */
  async function run(command: AgentCommandInput): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = ''
    const result = await desk.run(command)
    busy.value = false
    if (!result.ok) refusal.value = refusalWords(result)
    return result.ok
  }

  return { run, refusal, busy }
}
