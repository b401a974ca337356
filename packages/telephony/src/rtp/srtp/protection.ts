// The protection of one leg's RTP and RTCP, none until keys are set. Keys that did not change keep their numbering.

import type { SrtpKey } from './srtp-key.ts'
import { SrtpReceiver } from './srtp-receiver.ts'
import { SrtpSender } from './srtp-sender.ts'

type Keys = { ours: SrtpKey; theirs: SrtpKey }

export class Protection {
  #keys: Keys | undefined
  #sender: SrtpSender | undefined
  #receiver: SrtpReceiver | undefined
  packetsRefused = 0

  setKeys(keys: Keys | undefined): void {
    const last = this.#keys
    this.#keys = keys
    if (keys === undefined) {
      this.#sender = undefined
      this.#receiver = undefined
      return
    }
    if (last === undefined || !same(last.ours, keys.ours)) this.#sender = new SrtpSender(keys.ours)
    if (last === undefined || !same(last.theirs, keys.theirs)) this.#receiver = new SrtpReceiver(keys.theirs, this.#receiver)
  }

  get isOn(): boolean {
    return this.#keys !== undefined
  }

  protect(packet: Buffer): Buffer {
    return this.#sender?.protect(packet) ?? packet
  }

  protectRtcp(report: Buffer): Buffer {
    return this.#sender?.protectRtcp(report) ?? report
  }

  unprotect(bytes: Buffer): Buffer | undefined {
    return this.#receiver === undefined ? bytes : this.#counted(this.#receiver.unprotect(bytes))
  }

  unprotectRtcp(bytes: Buffer): Buffer | undefined {
    return this.#receiver === undefined ? bytes : this.#counted(this.#receiver.unprotectRtcp(bytes))
  }

  #counted(plain: Buffer | undefined): Buffer | undefined {
    if (plain === undefined) this.packetsRefused++
    return plain
  }
}

const same = (a: SrtpKey, b: SrtpKey): boolean => a.suite === b.suite && a.master.equals(b.master)
