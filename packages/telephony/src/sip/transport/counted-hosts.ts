// Addresses that we have to do with, each as often as there is a reason for it.

export class CountedHosts {
  readonly #counts = new Map<string, number>()

  has(host: string): boolean {
    return this.#counts.has(host)
  }

  count(host: string): number {
    return this.#counts.get(host) ?? 0
  }

  add(host: string): void {
    this.#counts.set(host, this.count(host) + 1)
  }

  remove(host: string): void {
    const left = this.count(host) - 1
    if (left > 0) this.#counts.set(host, left)
    else this.#counts.delete(host)
  }
}
