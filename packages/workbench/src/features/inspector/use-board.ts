// Watches the live board while the page is open, and again after every reconnection. What is shown stays meanwhile, marked
// as out of date.
import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { useAgentDesk } from '../../realtime/desk.ts'
import { refusalWords } from '../../realtime/use-command.ts'
import { emptyBoard, takeDelta } from './board-state.ts'

export function useBoard() {
  const desk = useAgentDesk()
  const board = shallowRef(emptyBoard)
  /** The whole board has come since the connection was there. */
  const isLive = ref(false)
  const isKnown = ref(false)
  const refusal = ref('')
  const isReachable = computed(() => desk.connection === 'connected' && !desk.isElsewhere)

  async function begin(): Promise<void> {
    refusal.value = ''
    const result = await desk.run({ kind: 'watchBoard', on: true })
    if (!result.ok && isReachable.value) refusal.value = refusalWords(result)
  }

  const stop = desk.onBoard((delta) => {
    if (delta.whole) isLive.value = isKnown.value = true
    if (isLive.value) board.value = takeDelta(board.value, delta)
  })
  watch(
    isReachable,
    (reachable) => {
      isLive.value = false
      if (reachable) void begin()
    },
    { immediate: true },
  )
  onUnmounted(() => {
    stop()
    if (isReachable.value) void desk.run({ kind: 'watchBoard', on: false })
  })
  return { board, isLive, isKnown, refusal, begin }
}
