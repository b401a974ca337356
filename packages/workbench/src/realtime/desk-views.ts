// What the desk's state means to those who show it.
import { computed, type Ref } from 'vue'
import { hasContact, liveCalls, type DeskState } from './contact-state.ts'

export function useDeskViews(state: Ref<DeskState>) {
  const seat = computed(() => state.value.seat)
  const contacts = computed(() => state.value.contacts.filter(({ call }) => hasContact(call)))
  /** All live calls, the main one first. */
  const calls = computed(() => liveCalls(state.value))
  const liveCall = computed(() => calls.value[0] ?? null)
  /** The consultation beside the customer's call. */
  const consult = computed(() => calls.value.slice(1).find(({ purpose }) => purpose === 'consult') ?? null)
  const isSignedIn = computed(() => seat.value !== null && seat.value.state !== 'signedOut')
  const missed = computed(() => state.value.missed)
  return { seat, contacts, missed, calls, liveCall, consult, isSignedIn }
}
