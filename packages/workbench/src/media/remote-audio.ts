// The other end's voice, in an audio element of its own.
import { soundIsBlocked } from './sound-box.ts'

export class RemoteAudio {
  readonly #element = document.createElement('audio')
  readonly #resume = (): void => void this.#play()

  constructor(stream: MediaStream, speakerId: string | null) {
    this.#element.autoplay = true
    this.#element.srcObject = stream
    // A loudspeaker that is gone leaves the browser's own choice.
    if (speakerId !== null && 'setSinkId' in this.#element) void this.#element.setSinkId(speakerId).catch(() => undefined)
    this.#element.dataset['testid'] = 'remote-audio'
    this.#element.hidden = true
    document.body.append(this.#element)
    void this.#play()
  }

  async #play(): Promise<void> {
    try {
      await this.#element.play()
      document.removeEventListener('click', this.#resume)
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      soundIsBlocked.value = true
      document.addEventListener('click', this.#resume)
    }
  }

  close(): void {
    document.removeEventListener('click', this.#resume)
    this.#element.srcObject = null
    this.#element.remove()
  }
}
