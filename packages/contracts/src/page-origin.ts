// Scheme, host and port of pages in the one form that browsers give them: lower case, names of other scripts as `xn--`, IPv6
// addresses shortened, no default port. So one address is stored, shown and compared as one, however it was written.

/** The platform's reader of addresses, the same in browsers and on the server. */
declare const URL: { canParse(url: string): boolean; new (url: string): { readonly hostname: string } }

/** The host as browsers see it; as it came where they see none. */
export function canonicalHost(host: string): string {
  // What is plain already need not be parsed; what may be a number (0x7f.1) does.
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z-]*$/.test(host)) return host
  const url = `http://${host}/`
  return URL.canParse(url) ? new URL(url).hostname : host.toLowerCase()
}

const written = /^(https?):\/\/(\*\.)?(\[[^\]]*\]|[^/?#:@\\\s]+)(:\d{1,5})?\/?$/i
const defaultPorts: Readonly<Record<string, string>> = { http: ':80', https: ':443' }

/** The form in which an address of the allowlist is kept; what is none stays as it came, to be refused. */
export function canonicalOrigin(text: string): string {
  const [, scheme, wild = '', host, port = ''] = written.exec(text.trim()) ?? []
  if (scheme === undefined || host === undefined) return text
  const protocol = scheme.toLowerCase()
  return `${protocol}://${wild}${canonicalHost(host)}${port === defaultPorts[protocol] ? '' : port}`
}

const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
/** Browsers take a host that ends in a number for an address, and 256.1.1.1 is none. */
const byte = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const named = `(\\*\\.)?(${label}\\.)*(?!\\d+(:|$))${label}`

/** A canonical origin: names without empty parts, addresses without a pattern. */
export const originPattern = new RegExp(`^https?://(${named}|${byte}(\\.${byte}){3}|\\[[0-9a-f:.]+\\])(:[1-9]\\d{0,4})?$`)
