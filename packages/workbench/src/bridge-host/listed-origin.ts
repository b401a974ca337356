// Whether messages of an origin are heard: the allowlist's origins, `https://*.shop.example` among them. Pure.

/** Both as browsers write origins: lower case, no default port. */
export function isListedOrigin(listed: readonly string[], origin: string): boolean {
  return listed.some((entry) => {
    const [scheme = '', host = ''] = entry.split('://')
    if (!host.startsWith('*.')) return entry === origin
    const end = host.slice(1)
    const name = origin.startsWith(`${scheme}://`) ? origin.slice(scheme.length + 3) : ''
    return name.endsWith(end) && name.length > end.length
  })
}
