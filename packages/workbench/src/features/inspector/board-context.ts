// What the three tables of the board share: the rows, names for numbers, and what an inspector does.
import {
  agentStateWords,
  callStateWords,
  forcedActionWords,
  supervisionModeWords,
  type AgentCommandInput,
  type BoardAgent,
  type BoardCall,
  type SupervisionMode,
} from '@openseat/contracts'
import { ref, shallowRef, type Ref } from 'vue'
import { i18n, inLanguage } from '../../i18n/language.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { interception } from '../../realtime/interception.ts'
import { runOrFail } from '../../realtime/run-or-fail.ts'
import { refusalWords } from '../../realtime/use-command.ts'
import type { DangerousAction } from '../../ui/dangerous-action.ts'
import type { BoardState } from './board-state.ts'

export type ForcedState = 'idle' | 'busy' | 'rest' | 'signedOut'

export const agentName = ({ agentNumber, name }: BoardAgent): string => (name === '' ? agentNumber : `${agentNumber} ${name}`)

export const agentStateText = ({ state }: BoardAgent): string => inLanguage(agentStateWords[state])

/** States that only the board knows have their words in the messages. */
export function callStateText({ state }: BoardCall): string {
  return state === 'arrived' || state === 'inFlow' || state === 'waiting' || state === 'handedOff'
    ? i18n.global.t(`board.callState.${state}`)
    : inLanguage(callStateWords[state])
}

export const modeText = (mode: SupervisionMode): string => inLanguage(supervisionModeWords[mode])

/** People talk in it, so that an inspector can take part. */
export const isOpen = ({ state }: BoardCall): boolean => state === 'talking' || state === 'held'

export function useInspection(board: Ref<BoardState>) {
  const desk = useAgentDesk()
  const refusal = ref('')
  /** What is asked before it is done. */
  const asked = shallowRef<DangerousAction | null>(null)

  const nameOf = (agentNumber: string): string => {
    const agent = board.value.agents.get(agentNumber)
    return agent ? agentName(agent) : agentNumber
  }

  async function run(command: AgentCommandInput, about: string): Promise<boolean> {
    refusal.value = ''
    const result = await desk.run(command)
    if (!result.ok) refusal.value = i18n.global.t('board.refused', { about, reason: refusalWords(result) })
    return result.ok
  }

  /** Another supervision ends first: an inspector has one pair of ears. */
  async function supervise(callId: string, mode: SupervisionMode): Promise<void> {
    const own = desk.liveCall
    const leavesFirst = own?.purpose === 'supervision' && own.parentCallId !== callId
    if (leavesFirst && !(await run({ kind: 'hangUp', callId: own.callId }, modeText(mode)))) return
    await run({ kind: 'supervise', callId, mode }, modeText(mode))
  }

  const intercept = (callId: string): void => void (asked.value = interception(callId))

  function forceRelease(callId: string): void {
    const { t } = i18n.global
    asked.value = {
      title: t('board.release.title'),
      consequence: t('board.release.consequence'),
      verb: t('board.release.verb'),
      removes: false,
      perform: () => runOrFail({ kind: 'forceRelease', callId }),
    }
  }

  function force(agentNumber: string, state: ForcedState): void {
    const name = nameOf(agentNumber)
    const command = { kind: 'forceState', agentNumber, state } as const
    if (state !== 'signedOut') return void run(command, `${name}, ${inLanguage(forcedActionWords[state])}`)
    const { t } = i18n.global
    asked.value = {
      title: t('board.signOut.title', { name }),
      consequence: t('board.signOut.consequence'),
      verb: t('board.signOut.verb'),
      removes: false,
      perform: () => runOrFail(command),
    }
  }

  return { refusal, asked, nameOf, supervise, intercept, forceRelease, force }
}

export type Inspection = ReturnType<typeof useInspection>
