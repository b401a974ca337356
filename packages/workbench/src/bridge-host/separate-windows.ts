// Pages in browser windows of their own: one window for each pop, used again by the next contact.
// A page must not reach the workbench through its `opener`, and must keep one, or its window could not be found again. So a
// hidden empty frame of ours opens them: what `opener` leads to is that frame, which nobody misses.

const nameOf = (popId: number): string => `openseat-pop-${popId}`

export class SeparateWindows {
  readonly #opener = document.createElement('iframe')
  readonly #windows = new Map<number, Window>()

  /** Before the first click: a frame that is made after it has nothing of it. */
  constructor() {
    this.#opener.hidden = true
    this.#opener.title = 'opener'
    this.#opener.setAttribute('aria-hidden', 'true')
    document.body.append(this.#opener)
  }

  /** False when the browser lets no window open; after a click it does. */
  open(popId: number, path: string): boolean {
    const opened = this.#opener.contentWindow?.open(new URL(path, location.origin), nameOf(popId)) ?? null
    if (!opened || opened.closed) return false
    this.#windows.set(popId, opened)
    return true
  }

  isOpen(popId: number): boolean {
    return this.#windows.get(popId)?.closed === false
  }

  /** Brings it to the front, which a browser does only after a click. */
  show(popId: number): void {
    this.#windows.get(popId)?.focus()
  }

  /** The windows stay; they cannot be found again. */
  close(): void {
    this.#opener.remove()
    this.#windows.clear()
  }
}

/** Whether the browser lets windows open that no click asked for. To be called by a click: the first window uses it up. */
export function mayOpenWindows(): boolean {
  const features = 'popup,width=200,height=120'
  const opened = ['openseat-check-1', 'openseat-check-2'].map((name) => window.open('about:blank', name, features))
  const mayOpen = opened.every((each) => each !== null && !each.closed)
  for (const each of opened) each?.close()
  return mayOpen
}
