// The page bridge's contract, over real frames of other origins in Chromium.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PageBridge } from '../src/bridge-host/page-bridge.ts'
import { PageBridgeWorld } from './page-bridge-world.ts'

const call = { callerNum: '88880001', calledNum: '95000', callid: '1653963570-252', mediaType: 'audio', callType: '0', workNo: '101' }
const data = { ...call, calldata: '{"a":1}' }
type Desk = { readonly bridges: Readonly<Record<string, PageBridge>> }
const within = { timeout: 10_000, interval: 50 }

describe('a page and the workbench', { timeout: 60_000 }, () => {
  let world: PageBridgeWorld
  beforeAll(async () => {
    world = await PageBridgeWorld.start()
  }, 60_000)
  afterAll(() => world.close())
  beforeEach(() => world.clear())

  const become = (place: string, names: string) => expect.poll(() => world.names(place), within).toBe(names)
  const connected = (id: string) => world.page.evaluate((key) => (window as unknown as Desk).bridges[key]?.isConnected, id)
  /** Time in which a wrong message would have come. */
  const aWhile = () => world.page.waitForTimeout(400)

  it("runs the manual's sample page, each of whose handlers throws", async () => {
    await world.show('p', '/sample')
    const lines = () => world.console.filter((line) => line.includes('eventHandler'))
    await expect.poll(lines, within).toHaveLength(2)
    for (const name of ['Ringing', 'Talking', 'Release']) await world.tell('p', name, data)
    await expect.poll(lines, within).toHaveLength(8)
    for (const [at, name] of ['Init', 'Ringing', 'Talking', 'Release'].entries()) {
      expect(world.console).toContain(`[AICCSupport Log] -Info- addHandler - add ${name} handler`)
      expect(lines()[at * 2]).toBe(`[AICCSupport Log] -Info- eventHandler - execute ${name} event handler`)
      expect(lines()[at * 2 + 1]).toMatch(/^\[AICCSupport Log\] -Error- eventHandler - .*ReferenceError: data is not defined/s)
    }
    const frame = world.frame('/sample')
    await frame.locator('#initBtn').click()
    await frame.locator('#initBtn').click()
    await frame.locator('#oneKeyOutbound').click()
    await expect
      .poll(() => world.page.evaluate('dialled'), within)
      .toEqual([{ mediaType: 'audio', calledNum: '88880085', pageOrigin: world.origin(1) }])
    expect(world.console).toContain('[AICCSupport Log] -Info- removeHandler - remove Init handler')
    expect(world.console).toContain('[AICCSupport Log] -Info- clickToOutbound - execute One-click out call')
    await aWhile()
    expect(lines()).toHaveLength(8)
  })

  it('tells a page under a strict policy exactly the data, null at Init, each step once', async () => {
    await world.show('p', '/strict')
    await become('/strict', 'Init')
    for (const name of ['Ringing', 'Ringing', 'Talking', 'Ringing', 'Release', 'Release']) await world.tell('p', name, data)
    await become('/strict', 'Init Ringing Talking Release')
    const nothing = { callerNum: null, calledNum: null, callid: null, mediaType: null, callType: null, calldata: null }
    expect((await world.seen('/strict')).map(([, each]) => each)).toEqual([{ ...nothing, workNo: '101' }, data, data, data])
  })

  it.each([
    [['Ringing'], 'Init Ringing'],
    [['Ringing', 'Talking'], 'Init Talking'],
    [['Ringing', 'Talking', 'Release'], 'Init'],
  ])('tells a page that loads or reloads after %j what stands', async (names, expected) => {
    await world.show('p', '/page')
    for (const name of names) await world.tell('p', name, data)
    await expect.poll(() => world.names('/page'), within).toContain('Init')
    await world.frame('/page').evaluate('location.reload()')
    await become('/page', expected)
  })

  it('tells a late handler the standing state once, and not again after remove and add', async () => {
    await world.show('p', '/bare')
    await world.tell('p', 'Talking', data)
    await expect.poll(() => connected('p'), within).toBe(true)
    await aWhile()
    const frame = world.frame('/bare')
    const add = `AICCSupport.addHandler('Talking', () => (window.seen = [...(window.seen ?? []), ['Talking', {}]]))`
    await frame.evaluate(add)
    await become('/bare', 'Talking')
    await frame.evaluate(`AICCSupport.removeHandler('Talking'); ${add}`)
    await aWhile()
    expect(await world.names('/bare')).toBe('Talking')
  })

  it('tells a handler that asks for it what stands, whoever had it before, and each time it comes back', async () => {
    await world.show('p', '/page')
    await world.tell('p', 'Talking', data)
    await become('/page', 'Init Talking')
    const frame = world.frame('/page')
    const add = `AICCSupport.addHandler('Talking', window.panel ??= () => window.seen.push(['again', {}]), { replay: true })`
    await frame.evaluate(`AICCSupport.removeHandler('Talking'); ${add}`)
    await become('/page', 'Init Talking again')
    await frame.evaluate(add)
    await aWhile()
    expect(await world.names('/page')).toBe('Init Talking again')
    await frame.evaluate(`AICCSupport.removeHandler('Talking', window.panel); ${add}`)
    await become('/page', 'Init Talking again again')
  })

  it('is loaded twice as once: one connection, each event once, and a line that says so', async () => {
    await world.show('p', '/twice')
    await become('/twice', 'Init')
    await world.tell('p', 'Ringing', data)
    await become('/twice', 'Init Ringing')
    const result = await world.frame('/twice').evaluate(`AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '1' })`)
    expect(result).toEqual({ ok: true, callid: '1-1' })
    expect(world.console.filter((line) => line.includes('loaded before'))).toHaveLength(1)
  })

  it('tells a copy that another one took the connection from, and lets it wait for nothing', async () => {
    await world.show('p', '/page')
    await become('/page', 'Init')
    const frame = world.frame('/page')
    await frame.evaluate(`window.first = AICCSupport; window.AICCSupport = undefined
      document.head.append(Object.assign(document.createElement('script'), { src: document.scripts[0].src }))`)
    await expect.poll(() => world.console.filter((line) => line.includes('another AICCSupport.js')), within).toHaveLength(1)
    const [first, second] = await frame.evaluate<{ code?: string; ok: boolean }[]>(
      `Promise.all([first, AICCSupport].map((each) => each.clickToOutbound({ mediaType: 'audio', calledNum: '1' })))`,
    )
    expect([first, second]).toMatchObject([{ ok: false, code: 'NOT_CONNECTED' }, { ok: true }])
    expect(await connected('p')).toBe(true)
  })

  it('is asked in the first milliseconds: a call waits for the connection, a verification has not run', async () => {
    await world.show('p', '/asks')
    await expect.poll(() => connected('p'), within).toBe(true)
    const frame = world.frame('/asks')
    expect(await frame.evaluate('window.answer')).toEqual({ ok: true, callid: '1-1' })
    expect(await frame.evaluate('window.early')).toBe('0')
  })

  it('answers commands, and a fault of its own with a code', async () => {
    await world.show('p', '/page')
    await become('/page', 'Init')
    await world.page.evaluate(
      `bridges.p.tellVerified({ card: { verifyResult: '0', verifyReturn1: '', verifyReturn2: '', verifyReturn3: '' } })`,
    )
    const frame = world.frame('/page')
    const dial = (calledNum: string, mediaType = 'audio') =>
      frame.evaluate(`AICCSupport.clickToOutbound({ mediaType: '${mediaType}', calledNum: '${calledNum}' })`)
    expect(await dial('1')).toEqual({ ok: true, callid: '1-1' })
    expect(await dial('fault')).toMatchObject({ ok: false, code: 'FAILED' })
    expect(await dial('1', 'fax')).toMatchObject({ ok: false, code: 'BAD_REQUEST' })
    expect(await frame.evaluate(`['card', 'other', 'a-b'].map((code) => AICCSupport.getVerifyResult(code).verifyResult)`)).toEqual([
      '0',
      '0',
      '',
    ])
    expect(await frame.evaluate(`AICCSupport.getVerifyResult('card')`)).toMatchObject({ verifyResult: '1', verifyReturn1: 'a' })
  })

  it('tells nothing to a page of another origin, nor to one that the frame was led to', async () => {
    await world.show('p', '/page', { at: 2 })
    await world.tell('p', 'Talking', data)
    await aWhile()
    expect(await world.names('/page', 2)).toBe('')
    await world.show('q', '/page')
    await become('/page', 'Init')
    await world.frame('/page').evaluate(`location.href = '${world.origin(2)}/strict'`)
    await expect.poll(() => connected('q'), within).toBe(false)
    await world.tell('q', 'Talking', data)
    await aWhile()
    expect(await world.names('/strict', 2)).toBe('')
  })

  it('believes the workbench alone that the page names, where it names one', async () => {
    const own = `/pinned?https://desk.example%20${encodeURIComponent(world.origin(0))}`
    const others = '/pinned?https://desk.example'
    await world.show('p', own)
    await world.show('q', others)
    await become(own, 'Init')
    await world.tell('q', 'Talking', data)
    await aWhile()
    expect(await world.names(others)).toBe('')
  })

  it('believes no hello or welcome from a sibling frame, and keeps two frames apart', async () => {
    await world.show('p', '/page')
    await world.show('q', '/strict')
    await become('/page', 'Init')
    await become('/strict', 'Init')
    await world.show('evil', '/empty', { isWrapped: false })
    await aWhile()
    const forged = `for (const window of [top, top.frames[0].frames[0]]) for (const kind of ['hello', 'welcome'])
      window.postMessage({ protocol: 'openseat-page', kind, version: 1, document: 'x', pageOrigin: location.origin, workbenchOrigin: location.origin }, '*', [new MessageChannel().port1])`
    await world.frame('/empty').evaluate(forged)
    await world.tell('p', 'Ringing', data)
    await become('/page', 'Init Ringing')
    expect(await world.names('/strict')).toBe('Init')
    expect(await connected('p')).toBe(true)
  })

  it('hands on hostile data as it is', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', `"'\`\r\n\0`, '😀\u202e', 'x'.repeat(4096), 'javascript:alert(1)', '</script>']
    await world.show('p', '/strict')
    await become('/strict', 'Init')
    for (const [at, text] of hostile.entries()) await world.tell('p', 'Ringing', { ...data, callerNum: text, calldata: text }, `o${at}`)
    await expect.poll(async () => (await world.seen('/strict')).length, within).toBe(hostile.length + 1)
    expect((await world.seen('/strict')).slice(1).map(([, each]) => each['calldata'])).toEqual(hostile)
  })

  it('takes a flood for what it is, and the other page does not notice', async () => {
    await world.show('p', '/page')
    await world.show('q', '/strict')
    await become('/page', 'Init')
    await become('/strict', 'Init')
    await world.frame('/page').evaluate(`void Array.from({ length: 2000 }, () => AICCSupport.getVerifyResult('card').then(() => 0)); 0`)
    await expect.poll(() => connected('p'), within).toBe(false)
    await world.tell('q', 'Ringing', data)
    await become('/strict', 'Init Ringing')
    // It may speak again after a while, and is told what it missed; Init it had.
    await world.tell('p', 'Talking', data)
    await expect.poll(() => connected('p'), within).toBe(true)
    await become('/page', 'Init Talking')
  })

  it('answers every call, also one that is too many', async () => {
    await world.show('p', '/page')
    await become('/page', 'Init')
    const many = `Promise.all(Array.from({ length: 80 }, () => AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '1' })))`
    const results = await world.frame('/page').evaluate<{ ok: boolean; code?: string }[]>(many)
    expect(results).toHaveLength(80)
    expect(results.some(({ code }) => code === 'TOO_MANY')).toBe(true)
  })

  it('says why and does nothing where there is no workbench', async () => {
    await world.page.goto(`${world.origin(1)}/page`)
    expect(world.console).toContain('[AICCSupport Log] -Warn- addHandler - this page is not embedded in a workbench')
    expect(await world.page.evaluate(`AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '1' })`)).toMatchObject({
      code: 'NOT_EMBEDDED',
    })
  })

  it('says so in a frame of another site, once, when nobody answers', async () => {
    await world.show('evil', '/page', { allowed: 2 })
    const warnings = () =>
      world.console.filter((line) => line.startsWith('[AICCSupport Log] -Warn- addHandler - no workbench has answered'))
    await expect.poll(warnings, { timeout: 15_000, interval: 200 }).toHaveLength(1)
  })

  it('hears which handler threw, and cuts long words short', async () => {
    await world.show('p', '/page')
    await become('/page', 'Init')
    await world.frame('/page').evaluate(`AICCSupport.addHandler('Ringing', () => { throw new Error('odd'.repeat(1000)) })`)
    await world.tell('p', 'Ringing', data)
    await expect.poll(() => world.page.evaluate('faults.length'), within).toBe(1)
    const [[id, event, text] = ['', '', '']] = await world.page.evaluate<[string, string, string][]>('faults')
    expect([id, event, text.length, text.slice(0, 9)]).toEqual(['p', 'Ringing', 256, 'Error: od'])
  })

  it('tells a page that blocks everything in order once it is free', async () => {
    await world.show('p', '/page')
    await become('/page', 'Init')
    await world.frame('/page').evaluate('setTimeout(() => { const end = Date.now() + 1000; while (Date.now() < end); }, 0), 0')
    for (const name of ['Ringing', 'Talking', 'Release']) await world.tell('p', name, data)
    await become('/page', 'Init Ringing Talking Release')
  })

  it('keeps the order while a token is made, and tells a page that reloads meanwhile only what stands', async () => {
    await world.page.evaluate('delays.p = [300, 0, 0]')
    await world.show('p', '/page')
    await become('/page', 'Init')
    for (const name of ['Ringing', 'Talking']) await world.tell('p', name, data)
    await become('/page', 'Init Ringing Talking')
    expect((await world.seen('/page')).at(-1)?.[1]).toEqual({ ...data, contextToken: 'a.b.c' })
    await world.page.evaluate('delays.p = [300, 300]')
    await world.tell('p', 'Ringing', data, 'b')
    await world.frame('/page').evaluate('location.reload()')
    await become('/page', 'Init Talking Ringing')
  })

  it('goes with a page that is led to another listed origin, and leaves it when that is listed no more', async () => {
    await world.page.evaluate(`allowed.p = ['${world.origin(1)}', '${world.origin(2)}']`)
    await world.show('p', '/page')
    await become('/page', 'Init')
    await world.tell('p', 'Talking', data)
    await world.frame('/page').evaluate(`location.href = '${world.origin(2)}/strict'`)
    await expect.poll(() => world.names('/strict', 2), within).toBe('Init Talking')
    await world.page.evaluate(`allowed.p = ['${world.origin(1)}']; bridges.p.recheck()`)
    await expect.poll(() => connected('p'), within).toBe(false)
    await world.tell('p', 'Release', data)
    await aWhile()
    expect(await world.names('/strict', 2)).toBe('Init Talking')
  })

  it('leaves no listener and no port after 1,000 pages were opened and closed', async () => {
    const round = `(async () => { for (let at = 0; at < 1000; at++) {
      show('p', '${world.origin(1)}/page', '${world.origin(1)}', false)
      const frame = document.getElementById('p')
      if (at % 50 === 0) while (!bridges.p.isConnected) await new Promise((resolve) => setTimeout(resolve, 5))
      bridges.p.close()
      frame.remove()
    } legacy.close(); return open })()`
    expect(await world.page.evaluate(round)).toEqual({ listeners: 0, ports: 0 })
  })
})
