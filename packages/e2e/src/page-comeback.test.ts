// Web API pages whose server is away: at log-in, and while the page loads anew. They come back by themselves; and a page that
// asks for too many calls is answered, and told to the agent.
import { createServer, type Server } from 'node:http'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { freePorts } from './stage/free-ports.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'

let scene: TalkScene
let port = 0
let server: Server | undefined
let callId = ''

const document = (script: string): string => `<!doctype html><meta charset="utf-8"><h1>page</h1><script src="${script}"></script><script>
window.seen = []
window.answers = []
for (const name of ['Init', 'Ringing', 'Talking']) AICCSupport.addHandler(name, () => seen.push(name))
addEventListener('message', ({ data }) => data && data.name === 'calloutResult' && answers.push(data.code))
</script>`

function startServer(): Promise<void> {
  const { origin } = scene.stage.openSeat
  // Doubled slashes, as pages put addresses together.
  const body = document(`${origin}//service-cloud/resource.root/page/resource.root/js/AICCSupport.js`)
  const made = (server = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(body)))
  return new Promise((done) => made.listen(port, '127.0.0.1', done))
}

function stopServer(): void {
  server?.close()
  server?.closeAllConnections()
}

beforeAll(async () => {
  scene = await openTalkScene()
  ;[port = 0] = await freePorts(1)
  const { origin } = scene.stage.openSeat
  await allowOrigin(origin, `http://127.0.0.1:${port}`)
  await setPops(origin, [{ name: 'living', url: `http://127.0.0.1:${port}/page`, passMode: 'webApi' }])
})
afterAll(async () => {
  stopServer()
  await scene?.stage.close()
})

const frame = (): Frame | undefined => scene.desk.page.frames().find((each) => each.url().startsWith(`http://127.0.0.1:${port}/`))
const seen = async (): Promise<string> =>
  (
    (await frame()
      ?.evaluate('window.seen')
      .catch(() => [])) as string[] | undefined
  )?.join(' ') ?? ''
const sees = (events: RegExp): Promise<void> => expect.poll(seen, { timeout: 60_000, interval: 200 }).toMatch(events)

test('a page whose server was away at log-in is there when it is back', async () => {
  await scene.desk.page.locator('[data-testid="living-page"] [data-status="blocked"]').waitFor({ state: 'attached', timeout: 30_000 })
  await startServer()
  await sees(/^Init$/)
})

test('a page that loads anew while its server is away is not called ready, and comes back', async () => {
  callId = await beginTalk(scene)
  await sees(/^Init (Ringing )?Talking$/)
  stopServer()
  await frame()
    ?.evaluate('location.reload()')
    .catch(() => undefined)
  await scene.desk.popBecomes(callId, 'blocked', 'living')
  await startServer()
  // Within the call: it is told what stands.
  await sees(/^Init (Ringing )?Talking$/)
  await scene.desk.popBecomes(callId, 'ready', 'living')
})

test('each call that a page asks for is answered, also one that is too many; the agent is told', async () => {
  // It stands for some seconds: it is looked for at once.
  const told = scene.desk.page.getByText('一秒内请求的外呼过多').first().waitFor()
  await frame()?.evaluate(`for (let n = 0; n < 60; n++) top.postMessage({ name: 'callout', param: ['88880813'] }, '*')`)
  const answers = () => frame()?.evaluate('window.answers') as Promise<string[]>
  await eventually(answers, (codes) => codes.length === 60, 'every call should be answered')
  expect((await answers()).filter((code) => code === 'TOO_MANY').length).toBeGreaterThan(0)
  await told
  await endTalk(scene)
})
