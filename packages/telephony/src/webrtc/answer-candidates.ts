// Which of our addresses a browser gets to see. An unreachable one costs it seconds of checks.

/** Leaves only the candidates at `addresses`; undefined leaves all. */
export const keepCandidates = (sdp: string, addresses: readonly string[] | undefined): string =>
  addresses === undefined
    ? sdp
    : sdp
        .split(/(?<=\n)/)
        .filter((line) => !line.startsWith('a=candidate:') || addresses.includes(line.split(' ')[4] ?? ''))
        .join('')

export const hasCandidate = (sdp: string): boolean => /^a=candidate:/m.test(sdp)
