// `npm run bench -- sdk`: what pages download, how fast they are connected, how fast events reach their handlers, in Chromium.
// Peers come from the registry in the same run: penpal (a bridge alone), HubSpot's calling SDK and amazon-connect-streams.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { milliseconds, percentile, printTable } from './figures/figures.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const peers = {
  penpal: ['penpal@7.0.6', `export * from 'penpal'`],
  'HubSpot calling SDK': ['@hubspot/calling-extensions-sdk@0.9.7', `export { default } from '@hubspot/calling-extensions-sdk'`],
  'amazon-connect-streams': ['amazon-connect-streams@2.28.2', `import 'amazon-connect-streams'`],
} as const
const loads = 100
const frames = 10
const perSecond = 1_000
const seconds = 10

async function bundle(entry: string, name: string, folder: string): Promise<string> {
  const lib = { entry, formats: ['iife' as const], name, fileName: () => 'out.js' }
  const made = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: { write: false, minify: true, target: 'es2017', lib },
  })
  const [first] = Array.isArray(made) ? made : [made]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (!chunk) throw new Error(`${entry} made no script`)
  return chunk.code
}

const sdk = await bundle(path.join(root, 'packages/sdk/src/main.ts'), 'openSeatPage', root)
const host = await bundle(path.join(root, 'packages/workbench/src/bridge-host/page-bridge.ts'), 'openSeatHost', root)

async function peerScripts(folder: string): Promise<Record<string, string>> {
  writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}')
  const wanted = Object.values(peers).map(([name]) => name)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], { cwd: folder, stdio: 'ignore' })
  const scripts: Record<string, string> = {}
  for (const [name, [, text]] of Object.entries(peers)) {
    const entry = path.join(folder, `${name.replaceAll(' ', '-')}.js`)
    writeFileSync(entry, text)
    scripts[name] = await bundle(entry, 'peer', folder)
  }
  return scripts
}

async function serve(answer: (pathname: string) => string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    response.setHeader('content-type', pathname.endsWith('.js') ? 'text/javascript' : 'text/html')
    response.end(answer(pathname))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Clocks of two documents are compared by their time since 1970. */
const clock = `const clock = () => performance.timeOrigin + performance.now()`
const ourPage = `${clock}
const began = clock()
AICCSupport.addHandler('Init', () => parent.postMessage({ took: clock() - began }, '*'))
const late = []
AICCSupport.addHandler('Switch', ({ calldata }) => { late.push(clock() - Number(calldata)) })
addEventListener('message', ({ data }) => { if (data === 'report') parent.postMessage({ late }, '*') })
console.log = () => undefined`
const penpalPage = `${clock}
const began = clock()
const late = []
const methods = { tell: (at) => void late.push(clock() - at) }
const messenger = new peer.WindowMessenger({ remoteWindow: parent, allowedOrigins: ['*'] })
peer.connect({ messenger, methods }).promise.then(() => parent.postMessage({ took: clock() - began }, '*'))
addEventListener('message', ({ data }) => { if (data === 'report') parent.postMessage({ late }, '*') })`

const desk = `${clock}
const shown = []
const answers = []
addEventListener('message', ({ data, source }) => { if (data && (data.took !== undefined || data.late)) answers.push([source, data]) })
const said = (source, key) => answers.find(([from, data]) => from === source && data[key] !== undefined)?.[1][key]
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function waited(source, key) { for (;;) { const value = said(source, key); if (value !== undefined) return value; await sleep(2) } }
async function show(kind, src) {
  const frame = document.createElement('iframe')
  frame.src = src
  document.body.append(frame)
  const end = kind === 'ours' ? ours(frame, new URL(src).origin) : await theirs(frame, new URL(src).origin)
  shown.push({ frame, end })
  return waited(frame.contentWindow, 'took')
}
const none = { ok: false, code: 'X', message: '' }
function ours(frame, origin) {
  const bridge = new openSeatHost.PageBridge({ workNo: '101', admits: (each) => each === origin, pageWindow: () => frame.contentWindow,
    onFault: () => undefined, clickToOutbound: async () => none, verifyResult: async () => none })
  const data = { callerNum: '13812345678', calledNum: '4466', callid: '1-1', mediaType: 'audio', callType: '0', workNo: '101' }
  return { tell: (at) => bridge.tell({ name: 'Switch', offer: 'a', data: { ...data, calldata: String(at) } }), close: () => bridge.close() }
}
async function theirs(frame, origin) {
  const messenger = new peer.WindowMessenger({ remoteWindow: frame.contentWindow, allowedOrigins: [origin] })
  const connection = peer.connect({ messenger })
  const remote = connection.promise
  return { tell: (at) => void remote.then((page) => page.tell(at)), close: () => connection.destroy() }
}
function clear() { for (const { frame, end } of shown.splice(0)) { end.close(); frame.remove() } answers.length = 0 }
/** Events to all frames in turn, as evenly as a browser's timers allow. */
async function flow(perSecond, seconds) {
  const total = perSecond * seconds
  const began = performance.now()
  for (let n = 0; n < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond))
    for (; n < due; n++) shown[n % shown.length].end.tell(clock())
    await sleep(1)
  }
  await sleep(1000)
  for (const { frame } of shown) frame.contentWindow.postMessage('report', '*')
  return (await Promise.all(shown.map(({ frame }) => waited(frame.contentWindow, 'late')))).flat()
}`

async function handshakes(page: Page, kind: string, src: string): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < loads; n += 1) {
    times.push(await page.evaluate<number>(`show('${kind}', '${src}')`))
    await page.evaluate('clear()')
  }
  return times
}

async function latencies(page: Page, kind: string, src: string): Promise<number[]> {
  for (let n = 0; n < frames; n += 1) await page.evaluate(`show('${kind}', '${src}')`)
  const late = await page.evaluate<number[]>(`flow(${perSecond}, ${seconds})`)
  await page.evaluate('clear()')
  return late
}

const sizeRow = (name: string, script: string) => ({
  script: name,
  'minified B': Buffer.byteLength(script),
  'gzip B': gzipSync(script).length,
  'times ours': (gzipSync(script).length / gzipSync(sdk).length).toFixed(1),
})

function speedRow(name: string, times: readonly number[], late: readonly number[]) {
  return {
    bridge: name,
    'handshake p50 ms': milliseconds(percentile([...times], 50)),
    'handshake p95 ms': milliseconds(percentile([...times], 95)),
    'event p50 ms': milliseconds(percentile([...late], 50)),
    'event p99 ms': milliseconds(percentile([...late], 99)),
    arrived: `${late.length} of ${perSecond * seconds}`,
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-sdk-'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  const scripts = await peerScripts(folder)
  printTable('sdk', [sizeRow('AICCSupport.js', sdk), ...Object.entries(scripts).map(([name, script]) => sizeRow(name, script))])
  const documents: Record<string, string> = {
    '/sdk.js': sdk,
    '/penpal.js': scripts['penpal'] ?? '',
    '/ours': `<!doctype html><script src="/sdk.js"></script><script>${ourPage}</script>`,
    '/theirs': `<!doctype html><script src="/penpal.js"></script><script>${penpalPage}</script>`,
  }
  const enterprise = await serve((pathname) => documents[pathname] ?? '')
  const workbench = await serve(
    () => `<!doctype html><body><script>${host}</script><script>${scripts['penpal'] ?? ''}</script><script>${desk}</script>`,
  )
  const page = await browser.newPage()
  await page.goto(workbench.origin)
  const rows = []
  for (const [name, kind, place] of [
    ['AICCSupport.js', 'ours', '/ours'],
    ['penpal', 'theirs', '/theirs'],
  ] as const) {
    const src = enterprise.origin + place
    rows.push(speedRow(name, await handshakes(page, kind, src), await latencies(page, kind, src)))
  }
  printTable('sdk', rows)
  workbench.server.close()
  enterprise.server.close()
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
