// Messages to the top window, over real frames of other origins in Chromium.
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PageBridgeWorld } from './page-bridge-world.ts'

const within = { timeout: 10_000, interval: 50 }
const callout = { name: 'callout', param: ['88880813', 'video'] }
const wish = { number: '88880813', mediaType: 'video' }

describe('messages to the top window', { timeout: 60_000 }, () => {
  let world: PageBridgeWorld
  beforeAll(async () => {
    world = await PageBridgeWorld.start()
  }, 60_000)
  afterAll(() => world.close())
  beforeEach(() => world.clear())

  const told = () => world.page.evaluate('told')
  const ignored = () => world.page.evaluate('legacy.ignored')
  const got = (frame: Frame) => frame.evaluate<unknown[]>('window.got')
  const say = (frame: Frame, message: unknown) => frame.evaluate(`top.postMessage(${JSON.stringify(message)}, '${world.origin(0)}')`)

  async function page(id: string, options: Parameters<PageBridgeWorld['show']>[2] = {}): Promise<Frame> {
    await world.show(id, '/empty', options)
    const find = () => world.page.frames().find((frame) => frame.url() === `${world.origin(options.at ?? 1)}/empty`)
    await expect.poll(find, within).toBeDefined()
    const frame = world.frame('/empty', options.at ?? 1)
    await frame.evaluate(`window.got = []; addEventListener('message', (event) => got.push(event.data))`)
    return frame
  }

  /** A frame in the page. */
  async function nested(frame: Frame, origin: string): Promise<Frame> {
    await frame.evaluate(`{ const inner = document.createElement('iframe'); inner.src = '${origin}/bare'; document.body.append(inner) }`)
    const find = () => frame.childFrames().find((child) => child.url() === `${origin}/bare`)
    await expect.poll(find, within).toBeDefined()
    const inner = find()
    if (!inner) throw new Error('no nested frame')
    return inner
  }

  it.each([callout, JSON.stringify(callout), { name: 'callout', param: { number: '88880813', mode: 'video' } }])(
    'dials for %j, and answers the page alone',
    async (message) => {
      const frame = await page('p')
      await say(frame, message)
      await expect.poll(() => got(frame), within).toEqual([{ name: 'calloutResult', ok: true, callid: '7-1' }])
      expect(await told()).toEqual([[wish, world.origin(1)]])
    },
  )

  it('hears a frame that is nested in a page, by that frame’s own origin', async () => {
    const frame = await page('p')
    await say(await nested(frame, world.origin(1)), callout)
    await expect.poll(told, within).toEqual([[wish, world.origin(1)]])
    await say(await nested(frame, world.origin(2)), callout)
    await expect.poll(ignored, within).toBe(1)
  })

  it('hears no page of an origin that is not listed, no sibling frame, no window and not the workbench itself', async () => {
    await say(await page('p', { at: 2, allowed: 2 }), callout)
    await expect.poll(ignored, within).toBe(1)
    await say(await page('q', { isWrapped: false }), callout)
    await expect.poll(ignored, within).toBe(2)
    await world.page.evaluate(`window.postMessage(${JSON.stringify(callout)}, '*')`)
    await expect.poll(ignored, within).toBe(3)
    const wrapper = world.page.frames().find((frame) => frame.url().includes('/wrapper'))
    await wrapper?.evaluate(`top.postMessage(${JSON.stringify(callout)}, '*')`)
    await expect.poll(ignored, within).toBe(4)
    expect(await told()).toEqual([])
  })

  it('answers what it cannot do, and leaves alone what is no command', async () => {
    const frame = await page('p')
    for (const message of ['x', '{', { a: 1 }, null, { name: 'hold' }, { name: 'callout', param: ['1', 'fax'] }]) await say(frame, message)
    await expect
      .poll(() => got(frame), within)
      .toEqual([
        { name: 'holdResult', ok: false, code: 'UNKNOWN_COMMAND', message: 'UNKNOWN_COMMAND hold' },
        { name: 'calloutResult', ok: false, code: 'BAD_REQUEST', message: 'BAD_REQUEST callout' },
      ])
    expect(await ignored()).toBe(0)
  })

  it('answers each call that is too many, tells somebody, and lets neither another page nor its own chatter cost a call', async () => {
    const frame = await page('p')
    const chatter = { name: 'resize' }
    await frame.evaluate(`for (let n = 0; n < 200; n++) top.postMessage(${JSON.stringify(chatter)}, '${world.origin(0)}')`)
    await frame.evaluate(`for (let n = 0; n < 60; n++) top.postMessage(${JSON.stringify(callout)}, '${world.origin(0)}')`)
    const results = async () => ((await got(frame)) as { name: string; code?: string }[]).filter(({ name }) => name === 'calloutResult')
    await expect.poll(async () => (await results()).length, within).toBe(60)
    const refused = (await results()).filter(({ code }) => code === 'TOO_MANY')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ ok: false, message: 'TOO_MANY callout' })
    expect((await results()).length - refused.length).toBeGreaterThanOrEqual(20)
    expect(await world.page.evaluate('flooded')).toEqual(refused.map(() => world.origin(1)))
    const inner = await nested(frame, world.origin(1))
    await inner.evaluate(`window.got = []; addEventListener('message', (event) => got.push(event.data))`)
    await say(inner, callout)
    await expect.poll(() => got(inner), within).toEqual([{ name: 'calloutResult', ok: true, callid: '7-1' }])
  })

  it('hands a hostile number on as text and nothing else', async () => {
    const hostile = `<img src=x onerror=alert(1)>"'\r\n\u{1F600}javascript:alert(1)`
    const frame = await page('p')
    await say(frame, { name: 'callout', param: [hostile] })
    await expect.poll(told, within).toEqual([[{ number: hostile, mediaType: 'audio' }, world.origin(1)]])
    await say(frame, { name: 'callout', param: ['1'.repeat(4096)] })
    await expect.poll(async () => (await got(frame)).length, within).toBe(2)
    expect((await got(frame)).at(-1)).toMatchObject({ ok: false, code: 'BAD_REQUEST' })
  })

  it('tells the events that were asked for, to the page’s own origin, until the page is gone or led away', async () => {
    const frame = await page('p')
    await say(frame, { name: 'eventpost', param: ['AgentEvent_Hold', 'AgentState_Ready'] })
    await expect.poll(() => got(frame), within).toEqual([{ name: 'eventpostResult', ok: true }])
    const seat = (state: string, since: string) =>
      world.page.evaluate(
        `legacy.take({ type: 'seat.changed', seat: { agentNumber: '101', state: '${state}', since: '${since}', reason: null } })`,
      )
    await seat('idle', '1')
    const ready = { event: { eventType: 'AgentState_Ready', workNo: '101', content: null }, message: '', retcode: '0' }
    await expect.poll(async () => (await got(frame)).at(-1), within).toEqual(ready)
    await frame.evaluate(`location.href = '${world.origin(2)}/strict'`)
    await expect.poll(() => world.names('/strict', 2), within).toBe('')
    await seat('wrapUp', '2')
    await seat('idle', '3')
    await world.page.evaluate(`document.getElementById('p').remove()`)
    await seat('wrapUp', '4')
    await seat('idle', '5')
  })
})
