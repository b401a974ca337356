// One story's stage: the program, the parties, everything that was opened; all closed in the end, last opened first.
import { OpenSeat } from './open-seat.ts'
import { Party, type PartyOptions } from './party.ts'

/** Tones of the parties: no multiples of one common divisor, or a G.711 tone's own noise would be heard as another. */
export const tones = { agent: 1014, customer: 1510, third: 2466 } as const

type Closer = () => Promise<void>

export class Stage {
  readonly openSeat: OpenSeat
  readonly #closers: Closer[] = []

  private constructor(openSeat: OpenSeat) {
    this.openSeat = openSeat
  }

  static async open(): Promise<Stage> {
    const openSeat = await OpenSeat.start()
    const stage = new Stage(openSeat)
    stage.owns(() => openSeat.close())
    return stage
  }

  /** Closes it with the stage. */
  owns(close: Closer): void {
    this.#closers.push(close)
  }

  async party(options: PartyOptions = {}): Promise<Party> {
    const party = await Party.start(options)
    this.owns(() => party.close())
    return party
  }

  async close(): Promise<void> {
    while (this.#closers.length > 0) await this.#closers.pop()?.()
  }
}
