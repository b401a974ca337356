// Playing one recording: the element's state as refs, and what can be done with it. Nothing is fetched before it is
// played: each listening stands in the audit log.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { SideVolumes, type Side } from './side-volumes.ts'

export const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2] as const
export type Speed = (typeof speeds)[number]
/** Has `preload="none"`. */
type Element = Readonly<Ref<HTMLAudioElement | null>>

const changes = ['play', 'pause', 'ended', 'seeked'] as const

export function usePlayer(element: Element) {
  const { isPlaying, position } = usePosition(element)
  const { isFailed, play } = usePlaying(element)
  const { volumes, setVolume } = useVolumes(element)
  const speed = ref<Speed>(1)

  function toggle(): void {
    if (isPlaying.value) element.value?.pause()
    else void play()
  }

  function seek(seconds: number): void {
    if (element.value) element.value.currentTime = seconds
    position.value = seconds
  }

  function setSpeed(chosen: Speed): void {
    speed.value = chosen
    if (element.value) element.value.playbackRate = element.value.defaultPlaybackRate = chosen
  }

  onBeforeUnmount(() => {
    element.value?.pause()
    element.value?.removeAttribute('src')
    element.value?.load()
  })
  return { isPlaying, isFailed, position, speed, volumes, toggle, seek, setSpeed, setVolume }
}

/** Where it stands, in seconds, followed from picture to picture while it plays. */
function usePosition(element: Element) {
  const isPlaying = ref(false)
  const position = ref(0)
  let frame = 0
  const look = (): void => {
    position.value = element.value?.currentTime ?? 0
    if (isPlaying.value) frame = requestAnimationFrame(look)
  }
  const follow = (): void => {
    isPlaying.value = element.value?.paused === false
    cancelAnimationFrame(frame)
    look()
  }
  onMounted(() => {
    for (const event of changes) element.value?.addEventListener(event, follow)
  })
  onBeforeUnmount(() => {
    for (const event of changes) element.value?.removeEventListener(event, follow)
    cancelAnimationFrame(frame)
  })
  return { isPlaying, position }
}

function usePlaying(element: Element) {
  const isFailed = ref(false)
  const fail = (): void => {
    isFailed.value = true
  }

  async function play(): Promise<void> {
    if (isFailed.value) element.value?.load()
    isFailed.value = false
    try {
      await element.value?.play()
    } catch (error) {
      // Paused again before it began.
      if (!(error instanceof DOMException && error.name === 'AbortError')) fail()
    }
  }

  onMounted(() => element.value?.addEventListener('error', fail))
  onBeforeUnmount(() => element.value?.removeEventListener('error', fail))
  return { isFailed, play }
}

function useVolumes(element: Element) {
  const volumes = ref<Readonly<Record<Side, number>>>({ left: 1, right: 1 })
  let sideVolumes: SideVolumes | null = null

  function setVolume(side: Side, volume: number): void {
    volumes.value = { ...volumes.value, [side]: volume }
    if (element.value) sideVolumes ??= new SideVolumes(element.value)
    sideVolumes?.set(side, volume)
  }

  onBeforeUnmount(() => sideVolumes?.close())
  return { volumes, setVolume }
}
