// A telephone has one media offer on its way at most: each waits for its one answer.

const answerWithinMs = 15_000

interface Waiting {
  readonly resolve: (sdp: string) => void
  readonly reject: (error: Error) => void
}

export class MediaOffer {
  readonly #send: (sdp: string) => boolean
  #waiting: Waiting | null = null

  /** `send` says whether the offer could be sent. */
  constructor(send: (sdp: string) => boolean) {
    this.#send = send
  }

  /** Resolves with the answer; a newer offer takes the older one's place. */
  make(sdp: string): Promise<string> {
    this.fail('a newer offer was made')
    return new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer to the offer')), answerWithinMs)
      this.#waiting = {
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      }
      if (!this.#send(sdp)) this.fail('not connected')
    })
  }

  answer(sdp: string): void {
    this.#waiting?.resolve(sdp)
  }

  fail(reason: string): void {
    this.#waiting?.reject(new Error(reason))
  }
}
