// Records what the customer says for a queue's mailbox. Who hangs up has said it too: the recording is kept.
import { type NodeKind, optional, required } from './node-kind.ts'

export const voicemail: NodeKind<'voicemail'> = {
  in: ['ivr'],
  waits: 'input',
  ends: true,
  branches: () => [...required('saved', 'tooShort'), ...optional('error')],
  behaviour: ({ queueId, prompts, beep, maxSeconds, stopKey }, scope) => {
    scope.refers({ kind: 'queue', field: 'config.queueId', value: queueId })
    const pieces = scope.prompts('config.prompts', prompts)
    return {
      enter: (at) => ({
        wait: 'recording',
        asks: [{ do: 'record', queueId, prompts: pieces(at), language: at.language, beep, maxSeconds, stopKey }],
      }),
      on: (event) => {
        if (event.type !== 'recordingEnded') return undefined
        return event.outcome === 'error' ? { fail: 'recording', detail: '' } : { go: event.outcome }
      },
    }
  },
}
