// What an audited change did, field by field. Pure.
export interface Difference {
  readonly path: string
  readonly before: string
  readonly after: string
}

type Flat = Map<string, string>

const said = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function flatten(value: unknown, path: string, into: Flat): Flat {
  if (isPlain(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, into)
  } else if (path !== '' || value !== null) {
    into.set(path, said(value))
  }
  return into
}

/** Fields whose text differs, in the order in which they first come. */
export function differences(before: unknown, after: unknown): Difference[] {
  const left = flatten(before ?? {}, '', new Map())
  const right = flatten(after ?? {}, '', new Map())
  const paths = [...new Set([...left.keys(), ...right.keys()])]
  return paths
    .map((path) => ({ path, before: left.get(path) ?? '', after: right.get(path) ?? '' }))
    .filter((entry) => entry.before !== entry.after)
}
