// What stands under a hand may change its meaning between seeing and clicking. A click that cannot have been meant for what
// is there now is not taken. Keys are: they name what they do.

/** Nobody sees something and clicks on it within this. */
const reactionMs = 400
/** A second click at the same place within this belongs to the first one, whatever has come up there meanwhile. */
const doubleClickMs = 1_000
const samePlacePx = 24

interface Click {
  readonly at: number
  readonly x: number
  readonly y: number
  readonly meaning: string
}

export interface Pressed {
  /** What the control does now. */
  readonly meaning: string
  /** Since when it does so; the clock of `timeStamp`. */
  readonly since: number
}

let last: Click | null = null

/** Whether the click was meant for the control. */
export function isMeant({ detail, timeStamp: at, clientX: x, clientY: y }: MouseEvent, { meaning, since }: Pressed): boolean {
  // From the keyboard or from a reader.
  if (detail === 0) return true
  const before = last
  const isDouble =
    before !== null && at - before.at < doubleClickMs && Math.hypot(x - before.x, y - before.y) < samePlacePx && before.meaning !== meaning
  if (isDouble || at - since < reactionMs) return false
  last = { at, x, y, meaning }
  return true
}
