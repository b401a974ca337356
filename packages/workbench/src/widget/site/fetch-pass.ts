// The pass for a call, from the company's own server and made at that moment.

const withinMs = 12_000

/** Null where the company's page names no address for it. Throws when its server gives none. */
export async function fetchPass(url: string | undefined, language: string): Promise<string | null> {
  if (url === undefined) return null
  const answer = await fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ page: location.pathname, lang: language }),
    signal: AbortSignal.timeout(withinMs),
  })
  const { pass } = (answer.ok ? await answer.json() : {}) as { pass?: unknown }
  if (typeof pass !== 'string') throw new Error('no pass')
  return pass
}
