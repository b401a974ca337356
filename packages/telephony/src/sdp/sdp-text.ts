// SDP as it comes, made into what the library reads: only the lines that we use, in the form in which the grammar has them.
// What a peer may get wrong without harm is put right here; what no peer of ours needs never reaches the library's expressions.

const MAX_BYTES = 65_536
const MAX_LINE = 1024
const USED = new Set(['v', 'o', 's', 't', 'c', 'm', 'a'])
const ATTRIBUTES = new Set(['rtpmap', 'ptime', 'maxptime', 'rtcp', 'rtcp-mux', 'crypto', 'sendrecv', 'sendonly', 'recvonly', 'inactive'])

/** Undefined when it is no SDP. Line ends of any kind, blank lines, blanks at line ends and bytes of zero are passed over. */
export const plainSdp = (text: string): string | undefined => {
  if (text.length > MAX_BYTES) return undefined
  const lines = text
    .replaceAll('\0', '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isTooLong = (line: string): boolean => line.length > MAX_LINE && /^[mc]=/.test(line)
  if (!/^v=0\b/.test(lines[0] ?? '') || lines.some(isTooLong)) return undefined
  return lines.map(usedLine).join('')
}

const usedLine = (line: string): string => {
  const [type, content] = [line.slice(0, 1), line.slice(2)]
  if (line[1] !== '=' || !USED.has(type) || line.length > MAX_LINE) return ''
  const written = type === 'm' ? mediaLine(content) : type === 'a' ? attribute(content) : type === 'c' ? connection(content) : content
  return written === undefined ? '' : `${type}=${written}\r\n`
}

/** `4000/2` is a range of ports (layered codings): the first is the stream's. The words are those of RFC 4566 in any case of letters. */
const mediaLine = (content: string): string => {
  const [type = '', port = '', protocol = '', ...payloads] = content.split(/\s+/)
  const profile = /^(rtp|udp\/tls)\//i.test(protocol) ? protocol.toUpperCase() : protocol
  return [type.toLowerCase(), port.replace(/\/.*$/s, ''), profile, ...payloads].join(' ')
}

const attribute = (content: string): string | undefined => {
  const [, name = '', rest = ''] = /^([^:\s]*)(.*)$/s.exec(content) ?? []
  const known = name.toLowerCase()
  return ATTRIBUTES.has(known) ? known + rest.replace(/^:\s+/, ':') : undefined
}

const connection = (content: string): string => content.replace(/^in\s+ip/i, 'IN IP').replace(/\s+/g, ' ')
