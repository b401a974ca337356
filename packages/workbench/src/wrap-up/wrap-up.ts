// One contact's wrap-up (整理) in this browser: what is typed, what the server has, and the way from one to the other.
// Saving follows a pause in typing; what fails for want of an answer is tried again, what is refused waits for a change.
import type { WrapUp } from '@openseat/contracts'
import { computed, ref, shallowRef, type Ref } from 'vue'
import { asFailure, type ApiFailure } from '../api/api-failure.ts'
import { merged, sameText } from './merge-text.ts'
import type { Draft, Drafts, WrapUpText } from './drafts.ts'

export interface WrapUpParts {
  readonly callId: string
  readonly drafts: Drafts
  /** Both reject with an ApiFailure. */
  readonly load: () => Promise<WrapUp | null>
  readonly save: (text: WrapUpText) => Promise<WrapUp>
  readonly now: () => number
}

/** `clean`: the server has what stands here. */
export type WrapUpState = 'loading' | 'clean' | 'typing' | 'saving' | 'failed'

export const pauseMs = 800
const retryMs = [2_000, 5_000, 15_000, 30_000] as const
const empty: WrapUpText = { reasonId: null, notes: '' }

export class OpenWrapUp {
  readonly text: Ref<WrapUpText>
  /** As the server last gave or took it. */
  readonly saved = shallowRef<WrapUp | null>(null)
  readonly failure = shallowRef<ApiFailure | null>(null)
  readonly isBusy = ref(false)
  readonly isLoaded = ref(false)
  readonly state = computed<WrapUpState>(() => this.#stateNow())
  readonly #parts: WrapUpParts
  /** What the server is known to have. */
  readonly #base = ref<WrapUpText>(empty)
  #timer: ReturnType<typeof setTimeout> | null = null
  #failures = 0

  constructor(parts: WrapUpParts) {
    this.#parts = parts
    this.text = ref(parts.drafts.read(parts.callId) ?? empty)
  }

  get isDirty(): boolean {
    return !sameText(this.text.value, this.#base.value)
  }

  /** Asks the server what it has, puts what was typed meanwhile to it, and saves that. */
  async open(): Promise<void> {
    await this.#attempt(async () => {
      const found = await this.#parts.load()
      this.saved.value = found
      this.#base.value = found ? { reasonId: found.reasonId, notes: found.notes } : empty
      this.text.value = merged(this.#draft(), found)
      this.isLoaded.value = true
    })
    if (this.isLoaded.value) this.#keepOrDrop()
    if (this.isLoaded.value && this.isDirty) await this.flush()
  }

  /** Typed by the agent: kept at once, saved after a pause. */
  change(change: Partial<WrapUpText>): void {
    this.text.value = { ...this.text.value, ...change }
    this.#keepOrDrop()
    this.#failures = 0
    this.#later(pauseMs)
  }

  /** Saves now what is not saved. Resolves when it was tried. */
  async flush(): Promise<void> {
    this.#stopTimer()
    if (this.isBusy.value) return
    if (!this.isLoaded.value) return this.open()
    if (!this.isDirty) return
    const sent = this.text.value
    await this.#attempt(async () => {
      this.saved.value = await this.#parts.save({ reasonId: sent.reasonId, notes: sent.notes })
      this.#base.value = sent
    })
    this.#keepOrDrop()
    const typedOn = this.text.value !== sent
    if (this.isDirty && (typedOn || this.failure.value === null)) this.#later(pauseMs)
  }

  /** Another tab of this browser typed. */
  adopt(draft: Draft | null): void {
    if (draft === null || this.isDirty) return
    this.#base.value = { reasonId: draft.reasonId, notes: draft.notes }
    this.text.value = this.#base.value
  }

  close(): void {
    this.#stopTimer()
  }

  #stateNow(): WrapUpState {
    if (this.isBusy.value) return this.isLoaded.value ? 'saving' : 'loading'
    if (this.failure.value) return 'failed'
    return this.isDirty ? 'typing' : 'clean'
  }

  #draft(): Draft | null {
    return this.#parts.drafts.read(this.#parts.callId)
  }

  #keepOrDrop(): void {
    const { drafts, callId, now } = this.#parts
    if (this.isDirty) drafts.keep(callId, { reasonId: this.text.value.reasonId, notes: this.text.value.notes, at: now() })
    else drafts.drop(callId)
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    this.isBusy.value = true
    try {
      await step()
      this.failure.value = null
      this.#failures = 0
    } catch (error) {
      this.#failed(error)
    } finally {
      this.isBusy.value = false
    }
  }

  #failed(error: unknown): void {
    this.failure.value = asFailure(error)
    if (this.failure.value.kind === 'refused') return
    this.#later(retryMs[Math.min(this.#failures, retryMs.length - 1)] ?? 30_000)
    this.#failures += 1
  }

  #later(ms: number): void {
    this.#stopTimer()
    this.#timer = setTimeout(() => void this.flush(), ms)
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
