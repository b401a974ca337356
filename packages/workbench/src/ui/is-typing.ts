// Where keystrokes go.

const textless = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file'])

/** Whether keystrokes now belong to a field, or to a page in a frame. */
export function isTyping(focused: Element | null): boolean {
  if (focused instanceof HTMLInputElement) return !textless.has(focused.type)
  if (focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement || focused instanceof HTMLIFrameElement) return true
  return focused instanceof HTMLElement && focused.isContentEditable
}
