// What the controls and the shortcuts do to the present calls; their refusals come up at one place, below the controls.
import type { SupervisionMode } from '@openseat/contracts'
import { computed, ref } from 'vue'
import { unlockSound } from '../../media/sound-box.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { answeredHere } from '../../realtime/answered-here.ts'
import { activeCall, callControls, commandOf, type CallControl, type CallContext } from './call-controls.ts'
import { useCommand } from '../../realtime/use-command.ts'

export function useCallActions() {
  const desk = useAgentDesk()
  const { run, refusal, busy } = useCommand()
  const context = computed<CallContext>(() => ({ main: desk.liveCall, consult: desk.consult, device: desk.seat?.device ?? 'browser' }))
  const controls = computed(() => callControls(context.value))
  const active = computed(() => activeCall(context.value))
  const has = (control: CallControl): boolean => controls.value.includes(control)
  const pad = useKeyPad(
    () => (has('keyPad') ? (active.value?.callId ?? null) : null),
    (words) => (refusal.value = words),
  )
  const transferOpen = ref(false)

  /** Does it if it can be done now. */
  async function perform(control: CallControl): Promise<void> {
    if (!has(control)) return
    if (control === 'keyPad') return pad.toggle()
    if (control === 'transfer') return void (transferOpen.value = true)
    const command = commandOf(control, context.value)
    if (!command) return
    if (command.kind === 'answer') {
      void unlockSound()
      answeredHere.value = command.callId
    }
    await run(command)
  }

  /** The first of them that can be done now. */
  const performFirst = (...wanted: readonly CallControl[]): Promise<void> => {
    const control = wanted.find(has)
    return control ? perform(control) : Promise.resolve()
  }

  async function supervise(mode: SupervisionMode): Promise<void> {
    const callId = context.value.main?.parentCallId
    if (callId) await run({ kind: 'supervise', callId, mode })
  }

  const setAutoAnswer = (on: boolean): Promise<boolean> => run({ kind: 'setAutoAnswer', on })

  return { context, controls, active, has, perform, performFirst, supervise, pad, transferOpen, setAutoAnswer, run, refusal, busy }
}

export type CallActions = ReturnType<typeof useCallActions>

/** Keys are sent one after the other, in the order in which they were pressed. */
function useKeyPad(callId: () => string | null, refused: (words: string) => void) {
  /** Of its own: a key must not be lost because another command is on its way. */
  const command = useCommand()
  const open = ref(false)
  const sent = ref('')
  let sending = Promise.resolve()

  function press(key: string): void {
    const target = callId()
    if (target === null) return
    sending = sending.then(async () => {
      if (await command.run({ kind: 'sendDigits', callId: target, digits: key })) sent.value += key
      else refused(command.refusal.value)
    })
  }

  function toggle(): void {
    open.value = !open.value && callId() !== null
    sent.value = ''
  }

  return { open, sent, press, toggle }
}
