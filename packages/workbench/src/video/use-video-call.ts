// A call's video for a page: the chosen camera, real connections, what is to be shown.
import type { IceServer } from '@openseat/contracts'
import { shallowRef, watch } from 'vue'
import { openCamera } from '../media/capture.ts'
import { cameraId } from '../media/device-choice.ts'
import { noVideo, VideoCall, type VideoCallOptions } from '../media/video-call.ts'
import { VideoLink } from '../media/video-link.ts'

export interface VideoParts extends Pick<VideoCallOptions, 'offers' | 'send'> {
  readonly iceServers: () => readonly IceServer[]
}

export function useVideoCall({ offers, send, iceServers }: VideoParts) {
  const view = shallowRef(noVideo)
  const call = new VideoCall({
    offers,
    send,
    open: (options) => new VideoLink({ ...options, iceServers: iceServers() }),
    openCamera: () => openCamera(cameraId.value),
    onChange: (next) => (view.value = next),
  })
  watch(cameraId, () => view.value.cameraOn && call.setCamera(true))
  return { view, call, setCamera: (on: boolean) => call.setCamera(on) }
}
