// Hears all that a page says to the windows around it, and tells apart who said what. Nothing is answered here.
import { bridgeProtocol } from '@openseat/contracts/bridge'
import { rememberFrame, standsInPop } from '../../../../bridge-host/page-frames.ts'
import { wrapperMessage, type WrapperMessage } from '../../../../bridge-host/pop-status.ts'

export type PageMessage =
  /** The SDK's hello: posted to `*` by design, it holds nothing of a call. */
  | { readonly kind: 'hello'; readonly document: string }
  | { readonly kind: 'said'; readonly data: unknown; readonly origin: string; readonly page: Window }
  /** Said to the document around the page, which listens to nobody. */
  | { readonly kind: 'saidToParent'; readonly data: unknown; readonly origin: string }
  | { readonly kind: 'wrapper'; readonly message: WrapperMessage }

const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined
const isOurs = (data: unknown): boolean => fieldOf(data, 'protocol') === bridgeProtocol

/** Returns how to stop. */
export function hearPage(frame: HTMLIFrameElement, take: (message: PageMessage) => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const forget = rememberFrame(frame)

  function onMessage({ data, source, origin }: MessageEvent): void {
    if (source === null || !('parent' in source)) return
    if (source === frame.contentWindow) {
      const message = origin === location.origin ? wrapperMessage(data) : null
      if (message) take({ kind: 'wrapper', message })
    } else if (standsInPop(source)) {
      if (!isOurs(data)) take({ kind: 'said', data, origin, page: source })
      else if (fieldOf(data, 'kind') === 'hello') take({ kind: 'hello', document: String(fieldOf(data, 'document')) })
    }
  }

  /** Each document around the page is of our own origin, and new. */
  function hearParent(): void {
    frame.contentWindow?.addEventListener(
      'message',
      ({ data, origin }) => {
        if (origin !== location.origin && !isOurs(data)) take({ kind: 'saidToParent', data, origin })
      },
      { signal },
    )
  }

  window.addEventListener('message', onMessage, { signal })
  frame.addEventListener('load', hearParent, { signal })
  return () => {
    stop.abort()
    forget()
  }
}
