/** Those who want to hear of something; `add` gives back how to stop. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()

  readonly add = (listener: (value: T) => void): (() => void) => {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  readonly tell = (value: T): void => this.#all.forEach((listener) => listener(value))
}
