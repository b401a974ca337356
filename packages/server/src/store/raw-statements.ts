// Raw SQL cannot be narrowed to a tenant by itself: for each table that it reads or writes it must name tenant_id. What
// does not is refused before it is sent, so that no test has to look for it.

const tables = /\b(from|join|into|update|using)\s+"?([a-z_]\w*)"?(\s*\()?(?:\s+(?:as\s+)?([a-z_]\w*))?/gi
const ctes = /(?:\bwith|,)\s*([a-z_]\w*)\s+as\s+(?:materialized\s+)?\(/gi
const keywords = new Set(
  'all any cross do for from full group having inner into join left limit lateral natural offset on only order returning right select set union using values where window'.split(
    ' ',
  ),
)

const checked = new Set<string>()

export function refuseUnnamed(text: string): void {
  if (checked.has(text)) return
  const open = unnamedTables(text)
  if (open.length > 0) throw new Error(`raw SQL must name tenant_id for ${open.join(', ')}: ${text.trim().slice(0, 200)}`)
  checked.add(text)
}

/** The tables (or their aliases) that are named more often than their tenant is. */
export function unnamedTables(text: string): readonly string[] {
  const local = new Set([...text.matchAll(ctes)].map(([, name = '']) => name.toLowerCase()))
  const wanted = new Map<string, number>()
  for (const [, verb = '', name = '', bracket, alias = ''] of text.matchAll(tables)) {
    const inserted = verb.toLowerCase() === 'into'
    // A bracket after the name: a function, or the columns of an insert.
    if (isNoTable(name, local) || (bracket !== undefined && !inserted)) continue
    const key = inserted ? `into ${name}` : isKeyword(alias) ? '' : alias
    wanted.set(key, (wanted.get(key) ?? 0) + 1)
  }
  return [...wanted].filter(([called, times]) => namedTimes(text, called) < times).map(([called]) => called || 'a table without alias')
}

const isKeyword = (word: string): boolean => keywords.has(word.toLowerCase())
const isNoTable = (name: string, local: ReadonlySet<string>): boolean => isKeyword(name) || local.has(name.toLowerCase())

function namedTimes(text: string, called: string): number {
  const count = (pattern: string): number => [...text.matchAll(new RegExp(pattern, 'gi'))].length
  if (called.startsWith('into ')) return count(`\\b${called.replace(' ', '\\s+')}\\s*\\([^)]*\\btenant_id\\b`)
  if (called === '') return count(`(?<![.\\w])tenant_id\\s*=`)
  return count(`\\b${called}\\.tenant_id\\s*=|=\\s*${called}\\.tenant_id\\b`)
}
