// The page author's lab by itself: a good page, and pages that each do one thing wrong.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { CompanyPages } from './stage/company-pages.ts'
import { startExamples, startLab, type RunningProgram } from './stage/lab-program.ts'
import { Party } from './stage/party.ts'
import { repositoryRoot } from './stage/places.ts'
import { screenshot } from './stage/screenshot.ts'

const sdk = await readFile(path.join(repositoryRoot, 'packages/sdk/dist/AICCSupport.js'), 'utf8')
const page = (script: string): string =>
  `<!doctype html><html lang="en"><title>a page</title><h1>A page</h1><script>${script}</script></html>`
const handler = (event: string, body: string): string => `${sdk};AICCSupport.addHandler('${event}', (data) => { ${body} })`

/** Path → page; the check that says what is wrong with it, and how. */
const bad: Readonly<Record<string, { html: string; check: string; outcome: string }>> = {
  '/any-origin': {
    html: page(handler('Talking', `top.postMessage({ name: 'eventpost', param: ['AgentEvent_Talking'] }, '*')`)),
    check: 'anyOrigin',
    outcome: 'fail',
  },
  '/blocks': {
    html: page(handler('Switch', `for (const until = Date.now() + 2000; Date.now() < until; );`)),
    check: 'answers',
    outcome: 'fail',
  },
  '/throws': { html: page(handler('Init', 'data.callerNum.trim()')), check: 'throws', outcome: 'fail' },
  '/floods': {
    html: page(`${sdk};setInterval(() => { for (let n = 0; n < 60; n++) AICCSupport.getVerifyResult('a').then(() => 0) }, 400)`),
    check: 'floods',
    outcome: 'fail',
  },
  '/once': {
    html: page(`if (!sessionStorage.getItem('seen')) { ${sdk} }; sessionStorage.setItem('seen', '1')`),
    check: 'lateEvent',
    outcome: 'fail',
  },
  '/silent': { html: page(''), check: 'hello', outcome: 'fail' },
  '/markup': {
    html: page(
      handler('Ringing', `document.body.innerHTML = data.callerNum; if (data.callerNum.startsWith('javascript')) location.reload()`),
    ),
    check: 'hostile',
    outcome: 'fail',
  },
}

/** Written without AICCSupport.js: it speaks to the top window, as the address tells it. */
const legacy = page(`const desk = new URLSearchParams(location.search).get('origin'), heard = document.querySelector('h1')
addEventListener('message', ({ data }) => (heard.textContent += ' ' + (data.event?.eventType ?? data.name + ' ' + data.ok)))
top.postMessage(JSON.stringify({ name: 'eventpost', param: ['AgentEvent_Ringing'] }), desk)
top.postMessage({ name: 'callout', param: ['88880813', 'video'] }, desk)`)

let company: CompanyPages
let examples: RunningProgram
let lab: RunningProgram
const site = (): string => company.origin.replace('127.0.0.1', 'localhost')
let author: Party

beforeAll(async () => {
  const pages = Object.entries(bad).map(([at, { html }]) => [at, html])
  company = await CompanyPages.start({ ...Object.fromEntries(pages), '/legacy': legacy })
  examples = await startExamples()
  lab = await startLab([site(), examples.origin])
  author = await Party.start({ context: { locale: 'en-US', viewport: { width: 1366, height: 768 } } })
})
afterAll(async () => {
  await author?.close()
  for (const each of [lab, examples, company]) await each?.close()
})

async function open(address: string): Promise<Page> {
  const made = await author.page()
  await made.goto(`${lab.origin}/?url=${encodeURIComponent(address)}`)
  await made.getByTestId('lab-open').waitFor()
  return made
}

/** Outcome of each check. */
async function conformance(at: Page): Promise<Record<string, string>> {
  await at.getByTestId('lab-check').click()
  await at.locator('[data-result]:not([data-result=""])').waitFor({ timeout: 40_000 })
  const lines = await at.locator('[data-check]').evaluateAll((all) => all.map((each) => [each.dataset['check'], each.dataset['outcome']]))
  return Object.fromEntries(lines) as Record<string, string>
}

const logged = (at: Page, name: string, direction: string) =>
  at.locator(`[data-testid="lab-log"] [data-name="${name}"][data-direction="${direction}"]`)

describe('the lab', () => {
  test('opens the example page, tells it of contacts, answers its call, keeps and replays the run', async () => {
    const at = await open(`${examples.origin}/crm/live.html`)
    await at.getByTestId('lab-open').click()
    await logged(at, 'connected', 'lab').waitFor()
    const frame = at.frameLocator('[data-testid="lab-page"] iframe').frameLocator('iframe')
    await at.getByTestId('lab-Ringing').click()
    await frame.getByText('Ringing', { exact: true }).waitFor()
    await at.getByTestId('lab-Talking').click()
    await frame.getByText('13800135678').waitFor()
    await frame.locator('#call-audio').click()
    await frame.getByText(/^Calling, call \d+-1/).waitFor()
    await logged(at, 'wouldDial', 'lab').waitFor()
    await screenshot(at, 'lab')
    await at.getByTestId('lab-reload').click()
    await logged(at, 'connected', 'lab').nth(1).waitFor()
    await frame.getByText('In a call').waitFor()
    await at.getByTestId('lab-Release').click()
    await frame.getByText('Ended').waitFor()
    const [saved] = await Promise.all([at.waitForEvent('download'), at.getByTestId('lab-save').click()])
    const run = JSON.parse(await readFile(await saved.path(), 'utf8')) as { steps: { action: object }[] }
    expect(run.steps.map(({ action }) => Object.values(action)[1])).toEqual(['Ringing', 'Talking', 'reload', 'Release'])
    const [report] = await Promise.all([at.waitForEvent('download'), at.getByTestId('lab-report').click()])
    expect(await readFile(await report.path(), 'utf8')).toContain('clickToOutbound')
    await at
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"kind":"x"}') })
    await at.getByText('This file is no run of the lab.').waitFor()
    await at.locator('input[type=file]').setInputFiles(await saved.path())
    await at.getByTestId('lab-replay').click()
    await at.getByText('Step 4 of 4').waitFor()
    await frame.getByText('Ended').waitFor()
  })

  test('answers a page that speaks to the top window, and shows its exact address', async () => {
    const at = await open(`${site()}/legacy`)
    await at.getByText('URL GET', { exact: true }).click()
    await at.getByTestId('lab-open').click()
    const heard = at.frameLocator('[data-testid="lab-page"] iframe').frameLocator('iframe').locator('h1')
    await expect.poll(() => heard.textContent()).toContain('eventpostResult true calloutResult true')
    await at.getByTestId('lab-Ringing').click()
    await expect.poll(() => heard.textContent()).toContain('AgentEvent_Ringing')
    await logged(at, 'wouldDial', 'lab').getByText('88880813').waitFor()
    await at.getByRole('button', { name: 'Address and form' }).click()
    expect(await at.getByTestId('lab-url').innerText()).toBe(
      `${site()}/legacy?callerNum=13800135678&calledNum=4466&callid=1653963570-252&mediaType=1&callType=0&workNo=101&origin=${lab.origin}`,
    )
    await at.context().close()
  })

  test('finds nothing wrong with the example page', async () => {
    const at = await open(`${examples.origin}/crm/live.html`)
    const outcomes = await conformance(at)
    // A busy machine is slow to answer: that is a warning.
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'pass' && outcome !== 'warn')).toEqual([])
    await expectAccessible(at, 'a conformance run')
    await at.context().close()
  })

  // Some at once: most of a run is waiting. On the lab's own site, so that the browser lets the page keep something.
  test.each([
    ['/silent', '/floods', '/once', '/any-origin', '/throws'],
    ['/blocks', '/markup'],
  ])('says what is wrong with pages such as %s', async (...paths) => {
    const found = await Promise.all(paths.map(async (at) => [at, await conformance(await open(site() + at))] as const))
    const faults = found.map(([at, outcomes]) => [at, failed(outcomes)])
    expect(faults).toEqual(paths.map((at) => [at, [[bad[at]?.check, bad[at]?.outcome]]]))
  })
})

/** A page that answers on its first load alone is found out by whichever of the two a busy machine comes to first. */
function failed(outcomes: Readonly<Record<string, string>>): [string, string][] {
  const faults = Object.entries(outcomes).filter(([, outcome]) => outcome === 'fail')
  return faults.map(([check, outcome]) => [check === 'back' ? 'lateEvent' : check, outcome])
}
