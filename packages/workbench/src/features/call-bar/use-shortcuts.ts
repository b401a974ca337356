import { onMounted, onUnmounted } from 'vue'
import { isTyping } from '../../ui/is-typing.ts'
import { shortcutOf, type ShortcutAction } from './shortcuts.ts'

/** Ending by key is heard once a second: a second press must not end the next call. */
const endEveryMs = 1_000

export function useShortcuts(perform: (action: ShortcutAction) => void): void {
  let endedAt = 0
  function onKey(event: KeyboardEvent): void {
    const action = shortcutOf(event, isTyping(document.activeElement))
    if (action === null) return
    event.preventDefault()
    if (event.repeat) return
    if (action === 'end') {
      if (event.timeStamp - endedAt < endEveryMs) return
      endedAt = event.timeStamp
    }
    perform(action)
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onUnmounted(() => window.removeEventListener('keydown', onKey))
}
