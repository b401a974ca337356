// The frames of all pops that are open here, and whether a window that speaks stands in one of them.

const frames = new Set<HTMLIFrameElement>()

/** Returns how to forget it. */
export function rememberFrame(frame: HTMLIFrameElement): () => void {
  frames.add(frame)
  return () => frames.delete(frame)
}

/**
 * A page inside one of our wrapper documents, or a frame nested in that page. Another page that happens to be framed
 * elsewhere, a window that a page opened, and the wrapper itself are not.
 */
export function standsInPop(source: Window): boolean {
  const wrappers = new Set([...frames].flatMap(({ contentWindow }) => contentWindow ?? []))
  // The parent of a window whose frame is gone is null, whatever the types say.
  let at: Window | null = source
  while (at?.parent && at !== at.parent && !wrappers.has(at)) {
    const outer: Window = at.parent
    if (wrappers.has(outer)) return outer.frames[0] === at
    at = outer
  }
  return false
}
