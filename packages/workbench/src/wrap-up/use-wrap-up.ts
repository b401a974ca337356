// The wrap-up of one contact for a form: shared with other forms of the same contact, saved when the form goes.
import type { Me } from '@openseat/contracts'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useSession } from '../session/session.ts'
import { useAgentDesk } from '../realtime/desk.ts'
import { Drafts } from './drafts.ts'
import { OpenWrapUps } from './open-wrap-ups.ts'
import type { OpenWrapUp } from './wrap-up.ts'

const ownerOf = (me: Me | null): string => `${me?.tenantId ?? 0}.${me?.agentNumber ?? ''}`
let present: { owner: string; wrapUps: OpenWrapUps } | null = null

/** Another person at this computer begins anew. */
function wrapUpsOf(session: ReturnType<typeof useSession>): OpenWrapUps {
  const owner = ownerOf(session.me)
  if (present?.owner === owner) return present.wrapUps
  present?.wrapUps.close()
  const isOwner = (): boolean => ownerOf(session.me) === owner
  present = { owner, wrapUps: new OpenWrapUps({ drafts: new Drafts(localStorage, owner), isOwner }) }
  return present.wrapUps
}

export function useWrapUp(callId: () => string) {
  const desk = useAgentDesk()
  const wrapUps = wrapUpsOf(useSession())
  const wrapUp = shallowRef<OpenWrapUp>(wrapUps.take(callId()))
  watch(callId, (next, before) => {
    wrapUp.value = wrapUps.take(next)
    wrapUps.giveBack(before)
  })
  watch(
    () => desk.connection === 'connected',
    (isBack) => isBack && wrapUps.saveAll(),
  )
  onScopeDispose(() => wrapUps.giveBack(callId()))
  return { wrapUp }
}
