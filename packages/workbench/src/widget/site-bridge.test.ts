import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SiteBridge } from './site-bridge.ts'

const site = 'https://shop.example'
type Listener = (event: { source: unknown; origin: string; data: unknown }) => void

/** A window in a frame, and what it says to its parent. */
function framed(origins: readonly string[], anyone = false) {
  const said: [unknown, string][] = []
  let listen: Listener = () => undefined
  const parent = { postMessage: (data: unknown, origin: string) => said.push([data, origin]) }
  const own = { parent, addEventListener: (_type: string, listener: Listener) => (listen = listener) }
  const bridge = new SiteBridge({ window: own as unknown as Window, origins, anyone })
  const hear = (data: unknown, origin = site, source: unknown = parent): void => listen({ source, origin, data })
  return { bridge, said, hear }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the frame and the page around it', () => {
  it('greets a site of the widget, and speaks to no other origin', () => {
    const { bridge, said, hear } = framed([site])
    bridge.tell('idle')
    expect(said, 'nobody is known yet').toEqual([])
    hear({ type: 'hello' })
    expect(said).toEqual([
      [{ type: 'ready' }, site],
      [{ type: 'state', state: 'idle' }, site],
    ])
  })

  it.each([
    ['another origin', { type: 'hello' }, 'https://shop.example.evil'],
    ['an origin in other letters', { type: 'hello' }, 'https://SHOP.example'],
    ['no origin', { type: 'hello' }, 'null'],
  ])('does not hear %s', (_, data, origin) => {
    const { said, hear } = framed([site])
    hear(data, origin)
    expect(said).toEqual([])
  })

  it('does not hear another window, though it be of the right origin', () => {
    const { said, hear } = framed([site])
    hear({ type: 'hello' }, site, {})
    expect(said).toEqual([])
  })

  it('asks for a pass for each call, and takes the answer to that question alone', async () => {
    const { bridge, said, hear } = framed([site])
    hear({ type: 'hello' })
    const first = bridge.wantPass()
    expect(said.at(-1)).toEqual([{ type: 'wantPass', id: 1 }, site])
    hear({ type: 'pass', id: 7, pass: 'other' })
    hear({ type: 'pass', id: 1, pass: 'stolen' }, 'https://evil.example')
    hear({ type: 'pass', id: 1, pass: 'right' })
    expect(await first).toEqual({ pass: 'right', failed: false })
  })

  it('gives up a site that never answers, or was never there', async () => {
    const { bridge, hear } = framed([site])
    expect(await bridge.wantPass()).toEqual({ pass: null, failed: true })
    hear({ type: 'hello' })
    const silent = bridge.wantPass()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await silent).toEqual({ pass: null, failed: true })
  })
})
