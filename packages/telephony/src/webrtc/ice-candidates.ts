// ICE candidates in SDP: which of our addresses a browser gets to see, and that we follow none that it names.

/**
 * We are the reachable side and learn the browser's address from its checks. Were its candidates kept, anybody's
 * offer could make the server send packets, or look up names, anywhere inside its network.
 */
export const withoutCandidates = (sdp: string): string => sdp.replaceAll(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, '')

/** An unreachable address costs the browser seconds. Leaves only the candidates at `addresses`; undefined leaves all. */
export const keepCandidates = (sdp: string, addresses: readonly string[] | undefined): string =>
  addresses === undefined
    ? sdp
    : sdp
        .split(/(?<=\n)/)
        .filter((line) => !line.startsWith('a=candidate:') || addresses.includes(line.split(' ')[4] ?? ''))
        .join('')

export const hasCandidate = (sdp: string): boolean => /^a=candidate:/m.test(sdp)
