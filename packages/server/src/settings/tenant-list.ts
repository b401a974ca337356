// The operator's list of tenants. Tenants are few and live behind row-level security each, so the list is found among
// the platform's references, and only one page of tenants is read in full.

import type { ListQuery, Page, Tenant } from '@openseat/contracts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantRef } from '../store/platform-store.ts'

const sortable = ['id', 'code', 'name', 'status'] as const
type Sortable = (typeof sortable)[number]

export async function pageInMemory(
  refs: readonly TenantRef[],
  query: ListQuery,
  read: (ref: TenantRef) => Promise<Tenant>,
): Promise<Page<Tenant>> {
  const wanted = query.search.toLowerCase()
  const found = refs.filter((ref) => `${ref.code} ${ref.name}`.toLowerCase().includes(wanted)).sort(compareBy(query.sort ?? 'id'))
  const start = (query.page - 1) * query.pageSize
  const items = await Promise.all(found.slice(start, start + query.pageSize).map(read))
  return { items, total: found.length }
}

function compareBy(sort: string): (a: TenantRef, b: TenantRef) => number {
  const value = sort.replace(/^-/, '')
  const column = sortable.find((name): name is Sortable => name === value)
  if (column === undefined) {
    refuseIfAny([{ field: 'sort', code: 'FIELD_NOT_ONE_OF', params: { options: sortable.join(', '), value } }])
    return () => 0
  }
  const sign = sort.startsWith('-') ? -1 : 1
  return (a, b) => sign * (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0)
}
