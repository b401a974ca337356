// A list's question as it stands in the address, so that a reload, the back button and a sent link show the same list.
import { limits } from '@openseat/contracts'

/** As vue-router gives it. */
export type AddressQuery = Readonly<Record<string, unknown>>

export interface ListQuestion {
  readonly search: string
  readonly page: number
  readonly pageSize: number
  readonly sort: string
  /** Where a part of a very long list begins: beyond this row, or before it; empty for the first part. */
  readonly after: string
  readonly before: string
  readonly filters: Readonly<Record<string, string>>
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const rowName = (value: unknown): string => (/^\d+-\d+$/.test(text(value)) ? text(value) : '')

function wholeIn(value: unknown, range: { min: number; max: number; default: number }): number {
  const number = Number(text(value))
  return Number.isInteger(number) && number >= range.min && number <= range.max ? number : range.default
}

/** Reads the question; what makes no sense falls back to its default. */
export function questionOf(query: AddressQuery, filterNames: readonly string[]): ListQuestion {
  return {
    search: text(query['search']).slice(0, 64),
    page: wholeIn(query['page'], { min: 1, max: 100_000, default: 1 }),
    pageSize: wholeIn(query['pageSize'], limits.pageSize),
    sort: /^-?[a-zA-Z]{1,32}$/.test(text(query['sort'])) ? text(query['sort']) : '',
    after: rowName(query['after']),
    before: rowName(query['before']),
    filters: Object.fromEntries(filterNames.map((name) => [name, text(query[name])])),
  }
}

/** The address for a question: defaults are left out. */
export function addressOf(question: ListQuestion): Record<string, string> {
  const { search, page, pageSize, sort, after, before, filters } = question
  const all: Record<string, string> = {
    search,
    page: page === 1 ? '' : String(page),
    pageSize: pageSize === limits.pageSize.default ? '' : String(pageSize),
    sort,
    after,
    before,
    ...filters,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

/** A click on a column's head: ascending, descending, as it was. */
export function nextSort(sort: string, column: string): string {
  if (sort === column) return `-${column}`
  return sort === `-${column}` ? '' : column
}

export const isNarrowed = (question: ListQuestion): boolean =>
  question.search !== '' || Object.values(question.filters).some((value) => value !== '')
