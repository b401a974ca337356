// Keyboard shortcuts of the connection bar. They carry Ctrl and Shift, so that no field loses a keystroke to them; the
// list alone opens with `?`, which a field keeps.

export const shortcutKeys = { answer: 'A', end: 'E', hold: 'H', mute: 'M', keyPad: 'K', stateMenu: 'S' } as const
export type ShortcutAction = keyof typeof shortcutKeys | 'list'

const actions = Object.entries(shortcutKeys).map(([action, letter]) => [`Key${letter}`, action as ShortcutAction] as const)
const byCode = new Map<string, ShortcutAction>(actions)

export type KeyPress = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/** What a key press asks for; `isTyping`: the focus is in a field. */
export function shortcutOf(press: KeyPress, isTyping: boolean): ShortcutAction | null {
  if (press.altKey || press.metaKey) return null
  if (press.ctrlKey && press.shiftKey) return byCode.get(press.code) ?? null
  return press.key === '?' && !press.ctrlKey && !isTyping ? 'list' : null
}
