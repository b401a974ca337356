// A trunk's codecs, put into SDP as text: the laws in its order, those that it does not take left out. Both laws have
// static payload types (RFC 3551), so that nothing but the m-line needs a change.

export type Codec = 'pcma' | 'pcmu'

const payloadTypes: Readonly<Record<Codec, string>> = { pcmu: '0', pcma: '8' }
const laws = new Set(Object.values(payloadTypes))

/** Offers without either law are left as they are: whoever answers refuses them. */
export function withCodecs(sdp: string, order: readonly Codec[]): string {
  const wanted = order.map((codec) => payloadTypes[codec])
  const lines = sdp.split(/\r?\n/)
  return lines.map((line) => (line.startsWith('m=audio ') ? reordered(line, wanted) : line)).join('\r\n')
}

function reordered(line: string, wanted: readonly string[]): string {
  const [media = '', port = '', protocol = '', ...types] = line.trim().split(/ +/)
  const kept = wanted.filter((type) => types.includes(type))
  if (kept.length === 0) return line
  return [media, port, protocol, ...kept, ...types.filter((type) => !laws.has(type))].join(' ')
}
