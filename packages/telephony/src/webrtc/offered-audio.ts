// Reads from a browser's offer whether we can talk at all: a live m=audio with G.711. Nothing else of the SDP.

const RTPMAP = /^a=rtpmap:(\d+) ([^/]+)\/(\d+)/

/** The encodings of the first live m=audio as `NAME/rate` in lower case, in the offer's order. */
export const offeredAudio = (sdp: string): string[] => {
  const section = sdp.split(/\r?\n(?=m=)/).find((part) => part.startsWith('m=audio '))
  if (section === undefined) return []
  const lines = section.split(/\r?\n/)
  const [, port, , ...payloadTypes] = (lines[0] ?? '').split(' ')
  if (port === undefined || port === '0') return []
  const names = new Map([
    ['0', 'pcmu/8000'],
    ['8', 'pcma/8000'],
  ])
  for (const line of lines) {
    const [, payloadType, name, rate] = RTPMAP.exec(line) ?? []
    if (payloadType !== undefined) names.set(payloadType, `${name}/${rate}`.toLowerCase())
  }
  return payloadTypes.flatMap((payloadType) => names.get(payloadType) ?? [])
}

export const offersG711 = (sdp: string): boolean => offeredAudio(sdp).some((name) => name === 'pcmu/8000' || name === 'pcma/8000')
