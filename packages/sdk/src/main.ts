// Defines the global `AICCSupport`: the four methods that pages know. Specification: the page author's guide.
import {
  bridgeLimits,
  isVerifyTypeCode,
  notVerified,
  noVerifyResult,
  outboundMediaTypes,
  type BridgeRefusalCode,
  type PageEventName,
  type VerifyResult,
} from '@openseat/contracts/bridge'
import type { AICCSupportApi, OutboundResult } from '../aicc-support.d.ts'
import { Connection } from './connection.ts'
import { Handlers, type Handler } from './handlers.ts'
import { log } from './log.ts'

const words: Record<BridgeRefusalCode, string> = {
  NOT_EMBEDDED: 'this page is not embedded in a workbench',
  NOT_CONNECTED: 'no workbench has answered yet',
  DISCONNECTED: 'the connection to the workbench ended',
  NO_ANSWER: 'the workbench did not answer in time',
  BAD_REQUEST: 'mediaType or calledNum is not usable',
  FAILED: 'the workbench could not do it',
}

/** A page in a frame cannot know whose frame it is, until nobody answers. */
const strange =
  'no workbench has answered: only the page of a Web API screen pop is connected, no frame inside it; its origin must be listed'
const other = 'another AICCSupport.js in this page has the connection: load it once'

const refused = (code: BridgeRefusalCode): OutboundResult => ({ ok: false, code, message: words[code] })
let verified: Readonly<Record<string, VerifyResult>> = {}
let notAmongThem = notVerified
const handlers = new Handlers((event, error) => {
  const text = String(error).slice(0, bridgeLimits.pageTextCharacters)
  if (connection) connection.tell({ kind: 'fault', event, text })
})
const globals = window as unknown as { AICCSupport?: AICCSupportApi }
/** Of a layout that loads the script and a page that does so again: one of them holds handlers and connection for both. */
const earlier = globals.AICCSupport
/** `data-workbench` at the script's tag: the page hears of calls from there alone. */
const believed = document.currentScript ? document.currentScript.dataset['workbench'] : undefined
const connection =
  earlier || window.parent === window
    ? null
    : new Connection(
        (message) => {
          if (message.kind === 'event') handlers.receive(message)
          if (message.kind === 'verify') {
            verified = message.results
            notAmongThem = message.otherwise
          }
        },
        {
          onSilence: () => log('Warn', 'addHandler', strange),
          onReplaced: () => log('Warn', 'addHandler', other),
        },
        believed,
      )

/** Says why, when the page stands alone. */
function isAlone(method: string): boolean {
  if (!connection) log('Warn', method, words.NOT_EMBEDDED)
  return !connection
}

async function dial(mediaType: unknown, number: unknown): Promise<OutboundResult> {
  if (!connection) return refused('NOT_EMBEDDED')
  const calledNum = typeof number === 'number' ? String(number) : number
  const medium = outboundMediaTypes.find((each) => each === mediaType)
  if (!medium || typeof calledNum !== 'string' || calledNum.length > bridgeLimits.pageTextCharacters) return refused('BAD_REQUEST')
  const { result, reason } = await connection.ask({ kind: 'clickToOutbound', mediaType: medium, calledNum })
  return reason ? refused(reason) : (result as OutboundResult)
}

const known = (code: string): VerifyResult =>
  Object.assign(
    {},
    isVerifyTypeCode(code) ? (Object.prototype.hasOwnProperty.call(verified, code) && verified[code]) || notAmongThem : noVerifyResult,
  )

async function verifyNow(code: string): Promise<VerifyResult> {
  if (!connection || !isVerifyTypeCode(code)) return known(code)
  const { result } = await connection.ask({ kind: 'getVerifyResult', verifyTypeCode: code })
  return result ? (result as VerifyResult) : known(code)
}

const api = {
  addHandler(name: PageEventName, callback: Handler, options?: { replay?: boolean }): void {
    if (!isAlone('addHandler')) handlers.add(name, callback, options && options.replay)
  },
  removeHandler(name: PageEventName, callback?: Handler): void {
    if (!isAlone('removeHandler')) handlers.remove(name, callback)
  },
  async clickToOutbound(request: { mediaType?: unknown; calledNum?: unknown } | undefined): Promise<OutboundResult> {
    if (!isAlone('clickToOutbound')) log('Info', 'clickToOutbound', 'execute One-click out call')
    const result = await dial(request && request.mediaType, request && request.calledNum)
    if (!result.ok && connection) log('Warn', 'clickToOutbound', `${result.code}: ${result.message}`)
    return result
  },
  getVerifyResult(code: string): VerifyResult {
    isAlone('getVerifyResult')
    // Awaited, it is asked for; a plain object comes, so that nothing awaits it again.
    const then: Promise<VerifyResult>['then'] = (fulfilled, rejected) => verifyNow(code).then(fulfilled, rejected)
    // oxlint-disable-next-line unicorn/no-thenable -- pages read it at once or await it
    return Object.defineProperty(known(code), 'then', { value: then })
  },
}

if (earlier) log('Info', 'addHandler', 'loaded before: the first copy serves both')
else globals.AICCSupport = Object.freeze(api) as unknown as AICCSupportApi
