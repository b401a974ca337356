// The contact in front of the agent, and the way it changes by itself.
import { onUnmounted, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { answeredHere } from '../../realtime/answered-here.ts'
import { hasContact } from '../../realtime/contact-state.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { hasUnsaved } from '../../ui/unsaved.ts'
import { isTyping } from '../../ui/is-typing.ts'
import { frontAfter } from './contact-groups.ts'

export function useContacts() {
  const desk = useAgentDesk()
  const route = useRoute()
  const router = useRouter()
  const front = ref<string | null>(null)

  /** What the agent answered or dialled by hand is shown, wherever the agent was, unless a form would be lost. */
  function comeHere(): void {
    if (!route.path.startsWith('/workbench') && !hasUnsaved()) void router.push('/workbench')
  }

  const stop = desk.onEvent(({ event }) => {
    const byHand = event.type === 'call.talking' && answeredHere.value === event.call.callId
    const context = { front: front.value, contacts: desk.contacts, byHand, isTyping: isTyping(document.activeElement) }
    front.value = frontAfter(context, event)
    if (byHand) answeredHere.value = null
    if (byHand || (event.type === 'call.dialling' && hasContact(event.call))) comeHere()
  })
  watch(
    () => desk.contacts,
    (contacts) => {
      if (!contacts.some(({ callId }) => callId === front.value)) front.value = contacts.at(-1)?.callId ?? null
    },
    { immediate: true },
  )
  onUnmounted(stop)

  return { front }
}
