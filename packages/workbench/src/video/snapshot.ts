// The picture as it is now, as a file on this computer.

/** `1700000000-12-2026-11-22_10-15-00.png` */
export const snapshotName = (callId: string, at: Date): string =>
  `${callId}-${at.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')}.png`

export function saveSnapshot(video: HTMLVideoElement, callId: string): void {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  canvas.toBlob((blob) => {
    if (!blob) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = snapshotName(callId, new Date())
    link.click()
    URL.revokeObjectURL(link.href)
  }, 'image/png')
}
