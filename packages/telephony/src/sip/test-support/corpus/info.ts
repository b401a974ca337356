// INFO in a call: digits of several spellings, and what is no digit (RFC 6086, RFC 2976).

import { expect } from 'vitest'
import type { Exchange } from './exchange.ts'

type Info = { what: string; type?: string; headers?: string[]; body?: string; status: number; digit?: string }

const relay = 'Content-Type: application/dtmf-relay'

const INFOS: readonly Info[] = [
  { what: 'Signal=5', type: relay, body: 'Signal=5\r\nDuration=160\r\n', status: 200, digit: '5' },
  {
    what: 'Signal with spaces, after Duration, in another case',
    type: relay,
    body: 'duration = 100\nSIGNAL = * \n',
    status: 200,
    digit: '*',
  },
  { what: 'Signal=11 for #', type: 'Content-Type: Application/DTMF-Relay; charset=x', body: 'Signal= 11', status: 200, digit: '#' },
  { what: 'a letter in lower case', type: relay, body: 'Signal=a\r\n', status: 200, digit: 'A' },
  { what: 'flash, which is no digit', type: relay, body: 'Signal=16\r\nDuration=100', status: 200 },
  { what: 'application/dtmf', type: 'c: application/dtmf', body: '#\r\n', status: 200, digit: '#' },
  { what: 'application/dtmf with a number', type: 'Content-Type: application/dtmf', body: '10', status: 200, digit: '*' },
  { what: 'nothing, to see whether we are there', status: 200 },
  { what: 'a request for a picture', type: 'Content-Type: application/media_control+xml', body: '<media_control/>', status: 200 },
  { what: 'something unknown', type: 'Content-Type: application/x-unknown', body: 'x', status: 415 },
  {
    what: 'something unknown that is optional',
    type: 'Content-Type: text/plain',
    headers: ['Content-Disposition: render;handling=optional'],
    body: '5',
    status: 200,
  },
  { what: 'a package that we did not ask for', type: relay, headers: ['Info-Package: dtmf'], body: 'Signal=5', status: 469 },
]

export const infos: readonly Exchange[] = INFOS.map(({ what, status, digit, ...said }) => ({
  what: `INFO: ${what}`,
  from: 'RFC 6086 4.2.2',
  play: async (peer) => {
    await peer.talks()
    await peer.says('INFO', said)
    expect(peer.statuses('INFO')).toEqual([status])
    expect(peer.told('digit')).toMatchObject(digit === undefined ? [] : [{ digit }])
    expect(peer.ends).toEqual([])
  },
}))
