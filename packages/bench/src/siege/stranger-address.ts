const ADDRESSES = 40

/** From 127.0.0.20 on. */
export const strangerAddress = (n: number): string => `127.0.0.${20 + (n % ADDRESSES)}`

export const strangerAddresses = (): string[] => Array.from({ length: ADDRESSES }, (_, n) => strangerAddress(n))
