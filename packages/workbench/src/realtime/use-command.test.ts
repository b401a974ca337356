import type { AgentCommandInput } from '@openseat/contracts'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandResult } from './connection-state.ts'
import { useAgentDesk } from './desk.ts'
import { useCommand } from './use-command.ts'

const sent: { command: AgentCommandInput; answer: (result: CommandResult) => void }[] = []

beforeEach(() => {
  setActivePinia(createPinia())
  sent.length = 0
  useAgentDesk().run = (command) => new Promise((answer) => sent.push({ command, answer }))
})

const mute = { kind: 'mute', callId: '1-1', on: true } as const
const retrieve = { kind: 'retrieve', callId: '1-1' } as const

describe('commands from one place', () => {
  it('do not wait for one another: no press is lost', async () => {
    const { run, busy } = useCommand()
    const results = [run(mute), run(retrieve)]
    expect(sent.map(({ command }) => command.kind)).toEqual(['mute', 'retrieve'])
    expect(busy.value).toBe(true)
    for (const { answer } of sent) answer({ ok: true, data: {} })
    expect(await Promise.all(results)).toEqual([true, true])
    expect(busy.value).toBe(false)
  })

  it('are not sent twice while the answer is awaited', async () => {
    const { run } = useCommand()
    const first = run(retrieve)
    expect(await run(retrieve)).toBe(false)
    expect(sent).toHaveLength(1)
    sent[0]?.answer({ ok: true, data: {} })
    await first
    void run(retrieve)
    expect(sent).toHaveLength(2)
  })

  it('leave the words of a refusal until the next', async () => {
    const { run, refusal } = useCommand()
    const first = run(mute)
    sent[0]?.answer({ ok: false, local: 'notConnected' })
    expect(await first).toBe(false)
    expect(refusal.value).not.toBe('')
    void run(retrieve)
    expect(refusal.value).toBe('')
  })
})
