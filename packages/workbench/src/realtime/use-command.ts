// Sends commands and keeps the refusal, in words, for the place that sent them.
import { refusalText, type AgentCommandInput } from '@openseat/contracts'
import { computed, ref } from 'vue'
import { i18n, language } from '../i18n/language.ts'
import type { CommandResult } from './connection-state.ts'
import { useAgentDesk } from './desk.ts'

export function refusalWords(result: Extract<CommandResult, { ok: false }>): string {
  return 'local' in result ? i18n.global.t(`desk.refused.${result.local}`) : refusalText(result.code, language.value, result.params)
}

export function useCommand() {
  const desk = useAgentDesk()
  const refusal = ref('')
  const onTheirWay = ref<readonly string[]>([])
  const busy = computed(() => onTheirWay.value.length > 0)

  /** True when the server carried it out. The same command twice is one; another one does not have to wait. */
  async function run(command: AgentCommandInput): Promise<boolean> {
    const text = JSON.stringify(command)
    if (onTheirWay.value.includes(text)) return false
    onTheirWay.value = [...onTheirWay.value, text]
    refusal.value = ''
    const result = await desk.run(command)
    onTheirWay.value = onTheirWay.value.filter((other) => other !== text)
    if (!result.ok) refusal.value = refusalWords(result)
    return result.ok
  }

  return { run, refusal, busy }
}
