// The frame behind the panel: opened once, greeted when it is loaded, heard only when it speaks from our own origin.
import { frameMessage, type FrameMessage, type SiteMessage } from '../site-messages.ts'

/** The frame says that it is there within this; where a page may not frame it, the browser shows something else. */
const withinMs = 10_000
const afterLoadMs = 2_500

export interface FrameLink {
  /** Nothing when it is open already. */
  readonly open: () => void
  readonly say: (message: SiteMessage) => void
}

export interface FrameLinkOptions {
  readonly frame: HTMLIFrameElement
  readonly address: string
  readonly onMessage: (message: FrameMessage) => void
  /** True: it does not answer. False: now it does. */
  readonly onSilence: (silent: boolean) => void
}

export function frameLink({ frame, address, onMessage, onSilence }: FrameLinkOptions): FrameLink {
  const { origin } = new URL(address)
  let late: ReturnType<typeof setTimeout> | undefined
  const say = (message: SiteMessage): void => frame.contentWindow?.postMessage(message, origin)
  const expect = (ms: number): void => {
    clearTimeout(late)
    late = setTimeout(() => onSilence(true), ms)
  }
  addEventListener('message', (event) => {
    const message = event.source === frame.contentWindow && event.origin === origin ? frameMessage(event.data) : null
    if (!message) return
    clearTimeout(late)
    onSilence(false)
    onMessage(message)
  })
  return {
    say,
    open() {
      if (frame.src) return
      frame.onload = () => {
        expect(afterLoadMs)
        say({ type: 'hello' })
      }
      frame.src = address
      expect(withinMs)
    },
  }
}
