// What a flow asks of the enterprise: POST {"account": "<8 digits>"}, answered with what is on it. Every account of eight digits is
// there, but for those that end in 0; one that ends in 9 is answered after the flow has given up, one that ends in 8 with a fault.

import type { IncomingMessage } from 'node:http'
import type { InterfaceReply } from './customer-interface.ts'

const address = '/rest/v1/queryBalance'
const longestQuestion = 4_096
const slowMs = 15_000

const reply = (status: number, body: unknown): InterfaceReply => ({ status, body: JSON.stringify(body) })

/** Undefined for addresses that are not its own. */
export async function balanceReply(request: IncomingMessage, pathname: string): Promise<InterfaceReply | undefined> {
  if (pathname !== address) return undefined
  if (request.method !== 'POST') return reply(405, { error: 'only POST' })
  const account = await askedAccount(request)
  if (account === undefined) return reply(400, { error: 'a JSON object with "account" is wanted' })
  if (account.endsWith('9')) await pause(request)
  if (account.endsWith('8')) return reply(503, { error: 'down for maintenance' })
  if (!/^\d{7}[1-9]$/.test(account)) return reply(200, { code: 404, message: 'no such account', data: null })
  return reply(200, { code: 0, data: { account, balance: balanceOf(account) } })
}

/** 10000001 has 1,234.50. */
const balanceOf = (account: string): number => (Number(account.slice(-4)) * 123_450) / 100

async function askedAccount(request: IncomingMessage): Promise<string | undefined> {
  let text = ''
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString('utf8')
    if (text.length > longestQuestion) return undefined
  }
  try {
    const { account } = JSON.parse(text) as { account?: unknown }
    return typeof account === 'string' ? account : undefined
  } catch {
    return undefined
  }
}

function pause({ socket }: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, slowMs)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
