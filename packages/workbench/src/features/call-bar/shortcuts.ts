// Keyboard shortcuts of the connection bar. They carry Ctrl and Shift, so that no field loses a keystroke to them; those
// that change who hears whom wait until nobody types. The list alone opens with `?`, which a field keeps.

export const shortcutKeys = {
  answer: 'A',
  end: 'E',
  hold: 'H',
  mute: 'M',
  keyPad: 'K',
  transfer: 'F',
  completeTransfer: 'G',
  takeBack: 'B',
  swap: 'X',
  conference: 'Y',
  record: 'U',
  stateMenu: 'S',
} as const
export type ShortcutAction = keyof typeof shortcutKeys | 'list'

const notWhileTyping: ReadonlySet<string> = new Set(['transfer', 'completeTransfer', 'takeBack', 'swap', 'conference', 'record'])

const actions = Object.entries(shortcutKeys).map(([action, letter]) => [`Key${letter}`, action as ShortcutAction] as const)
const byCode = new Map<string, ShortcutAction>(actions)

/** `Ctrl+Shift+H`, as a tooltip shows it. */
export const keysOf = (action: keyof typeof shortcutKeys): string => `Ctrl+Shift+${shortcutKeys[action]}`

export type KeyPress = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/** What a key press asks for; `isTyping`: the focus is in a field. */
export function shortcutOf(press: KeyPress, isTyping: boolean): ShortcutAction | null {
  if (press.altKey || press.metaKey) return null
  if (press.ctrlKey && press.shiftKey) {
    const action = byCode.get(press.code) ?? null
    return action !== null && isTyping && notWhileTyping.has(action) ? null : action
  }
  return press.key === '?' && !press.ctrlKey && !isTyping ? 'list' : null
}
