// What a page shows in its video elements: frames are counted as they are painted, so that a still picture is none.
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

export type Picture = 'video-remote' | 'video-self'

/** Frames painted within a second, and the size of the picture. */
function frames(page: Page | Frame, picture: Picture): Promise<{ frames: number; width: number }> {
  return page.locator(`[data-testid="${picture}"]`).evaluate(
    (element: HTMLVideoElement) =>
      new Promise<{ frames: number; width: number }>((resolve) => {
        let count = 0
        const painted = (): void => {
          count += 1
          element.requestVideoFrameCallback(painted)
        }
        element.requestVideoFrameCallback(painted)
        setTimeout(() => resolve({ frames: count, width: element.videoWidth }), 1_000)
      }),
  )
}

/** New frames really arrive. */
export async function expectSeeing(page: Page | Frame, picture: Picture = 'video-remote', timeoutMs = 30_000): Promise<void> {
  const end = Date.now() + timeoutMs
  let last = { frames: 0, width: 0 }
  while (last.frames < 3 || last.width === 0) {
    if (Date.now() > end) expect.fail(`${picture} should move; last: ${JSON.stringify(last)}`)
    await page.locator(`[data-testid="${picture}"]`).waitFor({ timeout: timeoutMs })
    last = await frames(page, picture)
  }
}
