// What a flow says to its caller, and asks of the caller's keys.
import type { FlowEffect } from '@openseat/domain'
import { KeyCollector, type CollectedKeys } from './key-collector.ts'
import type { FlowCall, Perform, Performance } from './flow-call.ts'
import type { Playing, PromptSound } from './prompt-sound.ts'

type EffectOf<D extends FlowEffect['do']> = Extract<FlowEffect, { do: D }>

const nothing: Performance = { stop: () => undefined }

/** Plays its prompts; a key ends them where that is allowed, and is kept for what comes next. */
export const playPrompts =
  (sound: PromptSound): Perform<EffectOf<'playPrompts'>> =>
  (call, { effectId, prompts: pieces, language, interruptible, clearsKeys }, tell) => {
    if (clearsKeys) call.keys.clear()
    const ended = (): void => tell({ type: 'promptEnded', effectId })
    if (call.leg === null || (interruptible && !call.keys.isEmpty)) {
      ended()
      return nothing
    }
    const playing = sound.play(call.tenantId, call.leg, { pieces, language })
    void playing.ended.then((end) => (end.ok ? ended() : tell({ type: 'engineFailed', effectId, problem: end.problem })))
    return {
      stop: () => playing.stop(),
      press: (key) => {
        if (!interruptible) return false
        call.keys.keep(key)
        playing.stop()
        ended()
        return true
      },
    }
  }

export const collectKeys =
  (sound: PromptSound): Perform<EffectOf<'collectKeys'>> =>
  (call, effect, tell) => {
    if (effect.clearsKeys) call.keys.clear()
    return new Question({ call, effect, sound, tell }).ask()
  }

interface Asked {
  readonly call: FlowCall
  readonly effect: EffectOf<'collectKeys'>
  readonly sound: PromptSound
  readonly tell: Parameters<Perform>[2]
}

/** Prompts, then keys; a key ends the prompts. Keys that were pressed ahead are taken first. */
class Question {
  readonly #asked: Asked
  readonly #collector: KeyCollector
  #playing: Playing | null = null
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(asked: Asked) {
    this.#asked = asked
    this.#collector = new KeyCollector(asked.effect.collection)
  }

  ask(): Performance {
    const { call } = this.#asked
    const hadKeys = !call.keys.isEmpty
    for (let key = call.keys.take(); key !== null; key = this.#isOver ? null : call.keys.take()) this.#take(key)
    if (!this.#isOver) this.#begin(hadKeys)
    return { stop: () => this.#stop(), press: (key) => this.#press(key) }
  }

  #begin(hadKeys: boolean): void {
    const { call, effect, sound, tell } = this.#asked
    const { prompts: pieces, language, effectId } = effect
    if (hadKeys || pieces.length === 0 || call.leg === null) return this.#wait()
    const playing = sound.play(call.tenantId, call.leg, { pieces, language })
    this.#playing = playing
    void playing.ended.then((end) => {
      if (this.#isOver || this.#playing !== playing) return
      this.#playing = null
      if (end.ok) return this.#wait()
      this.#stop()
      tell({ type: 'engineFailed', effectId, problem: end.problem })
    })
  }

  #press(key: string): boolean {
    if (this.#isOver) return false
    const playing = this.#playing
    this.#playing = null
    playing?.stop()
    this.#take(key)
    if (!this.#isOver) this.#wait()
    return true
  }

  #take(key: string): void {
    const collected = this.#collector.press(key)
    if (collected) this.#done(collected)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#done(this.#collector.patienceOver()), this.#collector.patienceSeconds * 1000)
  }

  #done({ outcome, value, swallows }: CollectedKeys): void {
    const { call, effect, tell } = this.#asked
    this.#stop()
    call.keys.swallow(swallows, performance.now())
    const { effectId, collection } = effect
    tell({ type: 'keysCollected', effectId, outcome, value: collection.secret ? call.vault.keep(value) : value })
  }

  #stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#playing?.stop()
    this.#playing = null
  }
}
