// Whether there was a call when the page was left: then the panel opens by itself and the frame finds the call again. A page
// without storage leaves it shut.
export interface KeptOpen {
  readonly get: () => boolean
  readonly set: (open: boolean) => void
}

export function keptOpen(widget: string): KeptOpen {
  const key = `openseat.widget.${widget}`
  return {
    get() {
      try {
        return sessionStorage.getItem(key) !== null
      } catch {
        return false
      }
    },
    set(open) {
      try {
        if (open) sessionStorage.setItem(key, '1')
        else sessionStorage.removeItem(key)
      } catch {
        // See above.
      }
    },
  }
}
