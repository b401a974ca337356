import { describe, expect, it } from 'vitest'
import { at } from '../../realtime/sample-calls.ts'
import { destinationRows, shownAtMost, type Destinations } from './destinations.ts'

const agent = (agentNumber: string, name: string, state: 'idle' | 'talking' = 'idle') => ({ agentNumber, name, state, since: at })
const queue = (id: number, name: string, staffed = true) => ({ id, name, type: 'voice', waiting: 2, idleAgents: 1, staffed, open: true })
const list: Destinations = {
  agents: [agent('102', 'Li Na'), agent('1030', 'Wang', 'talking')],
  queues: [queue(1, 'loans'), queue(2, 'cards', false)],
  flows: [{ id: 7, name: 'rating' }],
}

describe('destinations', () => {
  it('are found by part of a name or number, whatever the case', () => {
    expect(destinationRows(list, '').agents).toHaveLength(2)
    expect(destinationRows(list, 'NA').agents.map(({ title }) => title)).toEqual(['102 Li Na'])
    expect(destinationRows(list, '103').agents.map(({ title }) => title)).toEqual(['1030 Wang'])
    expect(destinationRows(list, 'loan').queues.map(({ title }) => title)).toEqual(['loans'])
  })

  it('cannot be chosen when the agent is not idle or nobody is on duty', () => {
    const { agents, queues } = destinationRows(list, '')
    expect(agents.map(({ isAvailable }) => isAvailable)).toEqual([true, false])
    expect(queues.map(({ isAvailable }) => isAvailable)).toEqual([true, false])
  })

  it('are flows, too', () => {
    expect(destinationRows(list, 'RAT').flows).toMatchObject([{ title: 'rating', to: { kind: 'flow', flowId: 7 } }])
  })

  it('include the number that was typed, without its blanks', () => {
    expect(destinationRows(list, '138 0013-5678').number).toMatchObject({
      title: '13800135678',
      to: { kind: 'number', number: '138 0013-5678' },
    })
    expect(destinationRows(list, 'li').number).toBeNull()
    expect(destinationRows(list, '').number).toBeNull()
  })

  it('are not all drawn when there are thousands, and say how many are missing', () => {
    const many = { queues: [], flows: [], agents: Array.from({ length: 2_000 }, (_, index) => agent(String(1_000 + index), 'x')) }
    const rows = destinationRows(many, '')
    expect(rows.agents).toHaveLength(shownAtMost)
    expect(rows.more).toBe(2_000 - shownAtMost)
  })
})
