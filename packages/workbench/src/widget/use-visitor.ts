// The visitor's page: the call, its picture, and what to say of both.
import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { MediaType } from '@openseat/contracts'
import { unlockSound } from '../media/sound-box.ts'
import { usePhoneVideo } from '../video/use-phone-video.ts'
import type { FrameFacts } from './frame-facts.ts'
import type { SiteBridge } from './site-bridge.ts'
import { clockText, visitStep } from './visit-step.ts'
import { endOf, visitWords } from './visit-words.ts'
import { noVisit, VisitorCall } from './visitor-call.ts'

const socketUrl = (language: string): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/visitor?lang=${language}`

export function useVisitor(facts: FrameFacts, site: SiteBridge) {
  const words = visitWords[facts.language]
  const view = shallowRef(noVisit)
  const phone = computed(() => view.value.phone)
  const call = new VisitorCall({
    facts,
    site,
    url: socketUrl(facts.language),
    onChange: (next) => (view.value = next),
    onVideoSignal: (session, signal) => video.take(session, signal),
  })
  const video = usePhoneVideo({ state: phone, send: (frame) => void call.send(frame) })

  const step = computed(() => visitStep({ ...view.value, ...phone.value }))
  watch(step, (next) => site.tell(next), { flush: 'sync' })

  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 500)
  const clock = computed(() => (phone.value.call ? clockText(now.value - phone.value.call.since) : ''))

  /** What went wrong, or how the last call ended; empty while all is well. */
  const trouble = computed(() => {
    const { problem } = view.value
    if (problem) return problem.kind === 'microphone' ? words.microphone[problem.problem] : words.problem[problem.kind]
    const { refusal, lastCause } = phone.value
    return refusal || (lastCause === null || phone.value.call ? '' : words.end[endOf[lastCause]])
  })
  /** How the present call fares. */
  const health = computed(() => {
    if (!phone.value.call) return ''
    if (view.value.connection !== 'connected') return words.reconnecting
    const { audio } = view.value
    if (audio.kind === 'noMicrophone') return words.microphone[audio.problem]
    return audio.kind === 'opening' || audio.kind === 'interrupted' || audio.kind === 'failed' ? words.audio[audio.kind] : ''
  })

  function begin(media: MediaType): void {
    void unlockSound()
    void call.call(media)
  }

  call.resume()
  onUnmounted(() => {
    clearInterval(timer)
    call.close()
  })
  return { words, view, phone, step, clock, trouble, health, begin, call, video }
}
