// Short ways to a scene that several stories begin with.
import type { CallView } from '@openseat/contracts'
import type { BrowserContext } from 'playwright-core'
import { DeskPage, eventually } from './desk-page.ts'
import type { Party } from './party.ts'
import { PhonePage } from './phone-page.ts'
import { RestClient } from './rest-client.ts'
import { Stage, tones } from './stage.ts'

export const accessCode = '4466'
export const customerNumber = '13812345678'

export interface TalkScene {
  readonly stage: Stage
  readonly agentParty: Party
  readonly customerParty: Party
  readonly agentProfile: BrowserContext
  readonly desk: DeskPage
  readonly phone: PhonePage
}

/** Wrap-up lasts until the story ends it: no step has to hurry. */
export async function longWrapUp(origin: string): Promise<void> {
  const admin = await RestClient.logIn(origin, 'admin@demo')
  const { items } = await admin.call('listSkillQueues')
  for (const { id, agentCount: _, ...queue } of items) {
    await admin.call('changeSkillQueue', { params: { id }, body: { ...queue, wrapUpSeconds: 120 } })
  }
}

/** Wang Min signed in, a customer's telephone in service, each with a tone; nobody talks yet. */
export async function openTalkScene(): Promise<TalkScene> {
  const stage = await Stage.open()
  try {
    const { origin } = stage.openSeat
    await longWrapUp(origin)
    const agentParty = await stage.party({ toneHertz: tones.agent })
    const customerParty = await stage.party({ toneHertz: tones.customer })
    const agentProfile = await agentParty.profile()
    const desk = new DeskPage(await agentParty.page(agentProfile), origin)
    const phone = new PhonePage(await customerParty.page(), origin, customerNumber)
    await desk.begin('wangmin@demo')
    await phone.open()
    return { stage, agentParty, customerParty, agentProfile, desk, phone }
  } catch (error) {
    await stage.close()
    throw error
  }
}

/** The telephone calls, the agent answers. Returns the call's id. */
export async function beginTalk({ desk, phone }: Pick<TalkScene, 'desk' | 'phone'>, attached = ''): Promise<CallView['callId']> {
  const before = await desk.callIds()
  await phone.dial(accessCode, attached)
  await desk.take(phone.number)
  await phone.becomes('talking')
  const callIds = await eventually(
    () => desk.callIds(),
    (ids) => ids.some((callId) => !before.includes(callId)),
    'the call should stand on the desk',
  )
  return callIds.find((callId) => !before.includes(callId)) ?? ''
}

/** The customer hangs up, the agent is idle again. */
export async function endTalk({ desk, phone }: Pick<TalkScene, 'desk' | 'phone'>): Promise<void> {
  await phone.hangUp()
  await phone.becomes('ended')
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
  await desk.becomes('idle')
}
