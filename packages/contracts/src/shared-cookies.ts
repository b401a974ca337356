// Cookies know no ports: what listens on another port of the workbench's own host is sent the log-in of whoever opens it
// (RFC 6265, section 8.5).

/** Both as addresses or origins. A cookie that is marked for encrypted connections stays away from a plain one. */
export function sharesCookies(url: string, workbench: string): boolean {
  const [page, own] = [partsOf(url), partsOf(workbench)]
  return page.host !== '' && page.host === own.host && page.origin !== own.origin && (own.scheme === 'http' || page.scheme === 'https')
}

function partsOf(url: string): { scheme: string; host: string; origin: string } {
  const [, scheme = '', host = '', port = ''] = /^(https?):\/\/(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?/.exec(url.toLowerCase()) ?? []
  const written = port || { http: '80', https: '443' }[scheme] || ''
  return { scheme, host, origin: `${scheme}://${host}:${written}` }
}
