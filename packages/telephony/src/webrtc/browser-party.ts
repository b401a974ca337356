// For tests: real Chromium pages that talk with a tone each. A page serves itself from localhost, offers by
// HTTP POST to the test's own server, and measures which tones it hears.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

const SCRIPT = `
let peer, sender, analyser
const context = new AudioContext()
async function negotiate(path, options) {
  await peer.setLocalDescription(await peer.createOffer(options))
  const response = await fetch(path, { method: 'POST', body: peer.localDescription.sdp })
  if (!response.ok) throw new Error(await response.text())
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() })
}
async function join(path, toneHz) {
  await context.resume()
  const oscillator = new OscillatorNode(context, { frequency: toneHz })
  const microphone = context.createMediaStreamDestination()
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(microphone)
  oscillator.start()
  peer = new RTCPeerConnection()
  sender = peer.addTrack(microphone.stream.getAudioTracks()[0], microphone.stream)
  const wanted = ['audio/PCMU', 'audio/PCMA', 'audio/telephone-event']
  const codecs = RTCRtpSender.getCapabilities('audio').codecs
  peer.getTransceivers()[0].setCodecPreferences(codecs.filter((c) => wanted.includes(c.mimeType) && c.clockRate === 8000))
  analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  peer.ontrack = ({ track }) => {
    const stream = new MediaStream([track])
    const element = new Audio()
    element.srcObject = stream
    element.muted = true
    element.play()
    context.createMediaStreamSource(stream).connect(analyser)
  }
  await negotiate(path)
}
function hears(hz) {
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  const bin = Math.round((hz * analyser.fftSize) / context.sampleRate)
  return Math.max(-150, ...bins.slice(bin - 1, bin + 2))
}
`

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** Answers `POST path` with what `onOffer` returns, and serves the page everywhere else. */
const servePage = async (onOffer: (path: string, sdp: string) => Promise<string>): Promise<Server> => {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(`<script>${SCRIPT}</script>`)
    try {
      return response.end(await onOffer(request.url ?? '', await readBody(request)))
    } catch (error) {
      return response.writeHead(400).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export class BrowserParty {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Connects, or connects anew after `reload`; `path` is what `onOffer` gets. */
  join(path: string, toneHz: number): Promise<void> {
    return this.#page.evaluate(`join(${JSON.stringify(path)}, ${toneHz})`)
  }

  /** A further offer on the same connection, with an ICE restart. */
  restartIce(path: string): Promise<void> {
    return this.#page.evaluate(`negotiate(${JSON.stringify(path)}, { iceRestart: true })`)
  }

  /** Levels in dB of the given tones now. */
  hears(...frequenciesHz: number[]): Promise<number[]> {
    return this.#page.evaluate(`${JSON.stringify(frequenciesHz)}.map(hears)`)
  }

  press(digits: string): Promise<void> {
    return this.#page.evaluate(`sender.dtmf.insertDTMF(${JSON.stringify(digits)}, 100, 70)`)
  }

  async reload(): Promise<void> {
    await this.#page.reload()
  }

  hangUp(): Promise<void> {
    return this.#page.evaluate('peer.close()')
  }

  async close(): Promise<void> {
    await this.#page.close()
  }
}

export class BrowserParties {
  readonly #server: Server
  readonly #browser: Browser

  private constructor(server: Server, browser: Browser) {
    this.#server = server
    this.#browser = browser
  }

  static async start(onOffer: (path: string, sdp: string) => Promise<string>): Promise<BrowserParties> {
    const server = await servePage(onOffer)
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS })
    return new BrowserParties(server, browser)
  }

  async open(): Promise<BrowserParty> {
    const page = await this.#browser.newPage()
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`)
    return new BrowserParty(page)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    this.#server.close()
  }
}
