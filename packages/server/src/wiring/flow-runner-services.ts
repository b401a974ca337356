// The part of the wiring that does outside what flows ask for. For call-centre.ts.
import type { AcdInput } from '@openseat/domain'
import type { TableLookup } from '../data/table-lookup.ts'
import type { LegVoice } from '../desk/ports/leg-voice.ts'
import type { PromptAudio } from '../desk/ports/prompt-audio.ts'
import { FlowRunner } from '../flow-runner/flow-runner.ts'
import { MessageTaker } from '../flow-runner/leave-message.ts'
import { callInterface, readTable, type FlowInterfaces } from '../flow-runner/outside-effects.ts'
import { PromptSound } from '../flow-runner/prompt-sound.ts'
import { collectKeys, playPrompts } from '../flow-runner/sound-effects.ts'
import { Voicemails } from '../records/voicemails.ts'
import type { Database } from '../store/database.ts'

/** What flows may ask beside their callers. */
export interface FlowSources {
  readonly interfaces: FlowInterfaces
  readonly tables: TableLookup
  readonly prompts: PromptAudio
}

interface FlowServiceParts extends FlowSources {
  readonly database: Database
  readonly voice: LegVoice
  readonly report: (tenantId: number, input: AcdInput) => void
  readonly failed: (error: unknown) => void
}

export function flowRunnerServices({ database, voice, report, failed, interfaces, tables, prompts }: FlowServiceParts) {
  const voicemails = new Voicemails({ database, failed })
  const sound = new PromptSound({ voice, prompts })
  const messages = new MessageTaker({ sound, voice, keep: (tenantId, message) => voicemails.keep(tenantId, message) })
  const runner = new FlowRunner({
    report,
    voice,
    performers: {
      playPrompts: playPrompts(sound),
      collectKeys: collectKeys(sound),
      callInterface: callInterface(interfaces, sound),
      readTable: readTable(tables),
      record: messages.perform,
      // A call has no text; chats bring their channel with them.
      sendMessage: (_call, { effectId }, tell) => {
        tell({ type: 'engineFailed', effectId, problem: 'no channel of text' })
        return { stop: () => undefined }
      },
      // Agents sign in by telephone once their PINs are kept.
      signInAgent: (_call, { effectId }, tell) => {
        tell({ type: 'signInEnded', effectId, outcome: 'refused' })
        return { stop: () => undefined }
      },
    },
  })
  return { runner, voicemails }
}
