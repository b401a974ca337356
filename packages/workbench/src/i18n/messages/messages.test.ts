// Both languages say the same things, and everything that the source says has words.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { enConfiguration } from './en/configuration.ts'
import { en as enFirst } from './en/index.ts'
import { zhCNConfiguration } from './zh-CN/configuration.ts'
import { zhCN as zhCNFirst } from './zh-CN/index.ts'

type Tree = { readonly [key: string]: string | Tree }

const keysOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`)))
const textsOf = (tree: Tree): string[] => Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)))

const en = { ...enFirst, ...enConfiguration }
const zhCN = { ...zhCNFirst, ...zhCNConfiguration }

const source = join(import.meta.dirname, '../..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'),
)
const code = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n')

/** Screens of declared resources name the place of their words; these are asked for by the page of every one. */
const ofScreens = [...code.matchAll(/\bwords: '([a-zA-Z]+)'/g)].flatMap(([, words = '']) =>
  ['title', 'purpose', 'search', 'create', 'edit', 'delete'].map((part) => `${words}.${part}`),
)
/** Asked for by the pages of screens that have such: a section, a switch, a row that is only looked at. */
const ofSome = [...code.matchAll(/\bwords: '([a-zA-Z]+)'/g)].flatMap(([, words = '']) =>
  ['section.', 'switch', 'view', 'saved'].map((part) => `${words}.${part}`),
)
const whole = [...code.matchAll(/(?:\bt\(\s*|Key: )'([a-zA-Z]+(?:\.[a-zA-Z-]+)+)'/g)].map((match) => match[1] ?? '')
/** `t(`a.b.${x}`)`: something must begin so. */
const begun = [...code.matchAll(/\bt\(\s*`([a-zA-Z.-]+\.)\$\{/g)].map((match) => match[1] ?? '')

describe('messages', () => {
  const known = keysOf(zhCN)

  it('has the same keys in both languages', () => {
    expect(keysOf(en).toSorted()).toEqual(known.toSorted())
  })

  it('has words for every key that the source uses', () => {
    expect(whole.length).toBeGreaterThan(100)
    expect(ofScreens.filter((key) => !known.includes(key))).toEqual([])
    expect(whole.filter((key) => !known.includes(key))).toEqual([])
    expect(begun.filter((start) => !known.some((key) => key.startsWith(start)))).toEqual([])
  })

  it('has no words that the source does not use', () => {
    const used = (key: string) =>
      code.includes(`'${key}'`) || ofScreens.includes(key) || [...begun, ...ofSome].some((start) => key.startsWith(start))
    expect(known.filter((key) => !used(key))).toEqual([])
  })

  it('has no empty words and the same placeholders in both languages', () => {
    expect(
      textsOf(zhCN)
        .concat(textsOf(en))
        .filter((text) => text.trim() === ''),
    ).toEqual([])
    const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()
    const english = textsOf(en)
    expect(textsOf(zhCN).map(placeholders)).toEqual(english.map(placeholders))
  })
})
