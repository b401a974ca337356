// What the controls and the shortcuts do to the present call; their refusals come up at one place, below the controls.
import { computed, ref } from 'vue'
import { unlockSound } from '../../media/sound-box.ts'
import { useDesk } from '../../realtime/desk.ts'
import { answeredHere } from '../../realtime/answered-here.ts'
import { callControls, type CallControl } from './call-controls.ts'
import { useCommand } from '../../realtime/use-command.ts'

export function useCallActions() {
  const desk = useDesk()
  const { run, refusal, busy } = useCommand()
  /** Of their own: a key must not be lost because another command is on its way. */
  const keys = useCommand()
  const padOpen = ref(false)
  const sentDigits = ref('')
  const controls = computed(() => callControls(desk.liveCall))
  const has = (control: CallControl): boolean => controls.value.includes(control)

  async function answer(): Promise<void> {
    const call = desk.liveCall
    if (!call || !has('answer')) return
    void unlockSound()
    answeredHere.value = call.callId
    await run({ kind: 'answer', callId: call.callId })
  }

  /** Hangs up, or rejects what rings. */
  async function end(): Promise<void> {
    if (desk.liveCall) await run({ kind: 'hangUp', callId: desk.liveCall.callId })
  }

  async function holdOrRetrieve(): Promise<void> {
    const call = desk.liveCall
    if (!call) return
    if (has('hold')) await run({ kind: 'hold', callId: call.callId })
    else if (has('retrieve')) await run({ kind: 'retrieve', callId: call.callId })
  }

  async function mute(): Promise<void> {
    const call = desk.liveCall
    if (call && has('mute')) await run({ kind: 'mute', callId: call.callId, on: !call.muted })
  }

  /** Keys are sent one after the other, in the order in which they were pressed. */
  let sending = Promise.resolve()
  function sendKey(key: string): void {
    const callId = desk.liveCall?.callId
    if (callId === undefined) return
    sending = sending.then(async () => {
      if (await keys.run({ kind: 'sendDigits', callId, digits: key })) sentDigits.value += key
      else refusal.value = keys.refusal.value
    })
  }

  function togglePad(): void {
    padOpen.value = !padOpen.value && has('keyPad')
    sentDigits.value = ''
  }

  const setAutoAnswer = (on: boolean): Promise<boolean> => run({ kind: 'setAutoAnswer', on })

  return { controls, has, answer, end, holdOrRetrieve, mute, sendKey, padOpen, togglePad, sentDigits, setAutoAnswer, refusal, busy }
}

export type CallActions = ReturnType<typeof useCallActions>
