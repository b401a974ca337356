// The pages that the lab was started for.

/** None when it does not say. */
export async function listedOrigins(): Promise<readonly string[]> {
  const answer = await fetch('/api/lab/origins')
  const body: unknown = answer.ok ? await answer.json() : null
  const origins = typeof body === 'object' && body !== null && 'origins' in body ? body.origins : null
  return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : []
}
