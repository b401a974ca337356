// One entry of the catalogue of refusals.

export interface ErrorText {
  readonly status: number
  readonly zh: string
  readonly en: string
}

export const entry = (status: number, zh: string, en: string): ErrorText => ({ status, zh, en })
