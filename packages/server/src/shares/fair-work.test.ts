import { expect, it } from 'vitest'
import { FairWork } from './fair-work.ts'

const plan = { atOnce: 1, waiting: 2, waitingInAll: 3, inAll: 2 }

function scene() {
  const work = new FairWork<string>(plan)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (key: string, name: string): Promise<string> =>
    work.run(key, () => {
      begun.push(name)
      return new Promise((resolve) => ends.set(name, () => resolve(name)))
    })
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { ask, begun, end, work }
}

it('one who asks for much waits for himself, and others are served in turn', async () => {
  const { ask, begun, end } = scene()
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1')]
  expect(begun).toEqual(['a1', 'b1'])
  await end('a1')
  expect(begun).toEqual(['a1', 'b1', 'a2'])
  for (const name of ['b1', 'a2', 'a3']) await end(name)
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1'])
})

it('what is too much for one, or for all, is refused in words', async () => {
  const { ask, begun, end } = scene()
  const all = ['a1', 'a2', 'a3'].map((name) => ask('a', name))
  await expect(ask('a', 'a4')).rejects.toMatchObject({ code: 'STORE_BUSY' })
  all.push(ask('b', 'b1'), ask('b', 'b2'))
  await expect(ask('c', 'c1')).rejects.toMatchObject({ code: 'STORE_BUSY' })
  for (const name of ['a1', 'a2', 'a3', 'b1', 'b2']) await end(name)
  expect(await Promise.all(all)).toHaveLength(5)
  expect(begun).toHaveLength(5)
})

it('work that fails makes room for the next', async () => {
  const { work } = scene()
  await expect(work.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await work.run('a', () => Promise.resolve('well'))).toBe('well')
})
