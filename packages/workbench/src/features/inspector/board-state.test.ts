import { describe, expect, it } from 'vitest'
import { agentRows, boardFigures, callRows, emptyBoard, queueRows, stateCounts, takeDelta, type AgentFilter } from './board-state.ts'
import { at, boardAgent, boardCall, boardDelta, boardQueue } from './sample-board.ts'

const all: AgentFilter = { state: 'all', queueId: null, text: '' }
const whole = takeDelta(
  emptyBoard,
  boardDelta({
    whole: true,
    agents: [
      boardAgent('101', { since: at(30) }),
      boardAgent('102', { state: 'talking', since: at(10), queueIds: [1, 2], name: 'Li Na' }),
      boardAgent('1000', { state: 'signedOut', queueIds: [], since: at(20) }),
    ],
    calls: [boardCall('1-2', { startedAt: at(5) }), boardCall('1-1', { startedAt: at(1) })],
    queues: [
      boardQueue(1, { waiting: 2, longestSince: at(40) }),
      boardQueue(2, { name: 'a' }),
      boardQueue(3, { waiting: 1, longestSince: at(35) }),
    ],
  }),
)
const numbers = (filter: Partial<AgentFilter>, sort = 'agentNumber') =>
  agentRows(whole, { ...all, ...filter }, sort).map(({ agentNumber }) => agentNumber)

describe('the board', () => {
  it('replaces rows by key, drops calls that are gone, and forgets everything with a whole frame', () => {
    const next = takeDelta(whole, boardDelta({ agents: [boardAgent('101', { state: 'busy' })], gone: ['1-1'] }))
    expect(next.agents.get('101')?.state).toBe('busy')
    expect(next.agents.size).toBe(3)
    expect([...next.calls.keys()]).toEqual(['1-2'])
    expect(takeDelta(next, boardDelta({ whole: true })).agents.size).toBe(0)
  })

  it('filters agents by state, queue and text', () => {
    expect(numbers({ state: 'onDuty' })).toEqual(['101', '102'])
    expect(numbers({ state: 'talking' })).toEqual(['102'])
    expect(numbers({ queueId: 2 })).toEqual(['102'])
    expect(numbers({ text: ' li ' })).toEqual(['102'])
    expect(numbers({ text: '10' })).toEqual(['101', '102', '1000'])
  })

  it('sorts by number as a number, and by the longest in the state', () => {
    expect(numbers({}, '-agentNumber')).toEqual(['1000', '102', '101'])
    expect(numbers({}, 'since')).toEqual(['102', '1000', '101'])
    expect(numbers({}, 'state')).toEqual(['102', '101', '1000'])
  })

  it('counts states, and everybody signed in as on duty', () => {
    expect(stateCounts(whole)).toMatchObject({ all: 3, onDuty: 2, idle: 1, talking: 1, signedOut: 1, rest: 0 })
  })

  it('has the oldest call first, and the queue where somebody has waited longest', () => {
    expect(callRows(whole).map(({ callId }) => callId)).toEqual(['1-1', '1-2'])
    expect(queueRows(whole).map(({ queueId }) => queueId)).toEqual([3, 1, 2])
    expect(boardFigures(whole)).toEqual({ waiting: 3, longestSince: at(35), calls: 2 })
  })

  it('takes a frame of 2,000 agents, sorts and counts them well within one frame of the screen', () => {
    const agents = Array.from({ length: 2_000 }, (_, index) => boardAgent(String(101 + index), { since: at((index * 7_919) % 2_000) }))
    let state = takeDelta(emptyBoard, boardDelta({ whole: true, agents }))
    const rounds = 50
    const began = performance.now()
    for (let round = 0; round < rounds; round += 1) {
      state = takeDelta(state, boardDelta({ agents: agents.slice(round, round + 20) }))
      agentRows(state, { ...all, text: 'agent' }, 'since')
      stateCounts(state)
    }
    expect((performance.now() - began) / rounds).toBeLessThan(50)
  })
})
