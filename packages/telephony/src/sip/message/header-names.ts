// Names of header fields: compact forms (RFC 3261 section 7.3.3 and later RFCs) and how we write them.

const COMPACT: ReadonlyMap<string, string> = new Map([
  ['i', 'call-id'],
  ['m', 'contact'],
  ['e', 'content-encoding'],
  ['l', 'content-length'],
  ['c', 'content-type'],
  ['f', 'from'],
  ['s', 'subject'],
  ['k', 'supported'],
  ['t', 'to'],
  ['v', 'via'],
  ['r', 'refer-to'],
  ['b', 'referred-by'],
  ['x', 'session-expires'],
  ['o', 'event'],
  ['u', 'allow-events'],
  ['a', 'accept-contact'],
  ['d', 'request-disposition'],
  ['j', 'reject-contact'],
  ['y', 'identity'],
])

const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['min-se', 'Min-SE'],
  ['rseq', 'RSeq'],
  ['rack', 'RAck'],
])

/** Lower case and long form: the name by which we know the field. */
export const headerNameOf = (name: string): string => {
  const lower = name.toLowerCase()
  return COMPACT.get(lower) ?? lower
}

export const writtenName = (name: string): string => WRITTEN.get(name) ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
