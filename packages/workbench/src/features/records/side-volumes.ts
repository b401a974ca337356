// The two sides of a recording made louder or softer apart: left is the customer, right the agents. Until a side is
// changed the browser plays the file as it is.

export const sides = ['left', 'right'] as const
export type Side = (typeof sides)[number]

export class SideVolumes {
  readonly #audio: HTMLAudioElement
  #context: AudioContext | null = null
  #gains: Readonly<Record<Side, GainNode>> | null = null

  constructor(audio: HTMLAudioElement) {
    this.#audio = audio
  }

  /** `volume` 0 to 1. */
  set(side: Side, volume: number): void {
    this.#gains ??= this.#connect()
    this.#gains[side].gain.value = volume
    void this.#context?.resume()
  }

  close(): void {
    void this.#context?.close()
    this.#context = this.#gains = null
  }

  #connect(): Record<Side, GainNode> {
    const context = new AudioContext()
    this.#context = context
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 })
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
    const gains = { left: new GainNode(context), right: new GainNode(context) }
    context.createMediaElementSource(this.#audio).connect(splitter)
    for (const [channel, side] of sides.entries()) splitter.connect(gains[side], channel).connect(merger, 0, channel)
    merger.connect(context.destination)
    return gains
  }
}
