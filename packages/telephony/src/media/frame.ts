// The unit of everything here: 20 ms of G.711 audio as linear 16-bit samples.

export const SAMPLE_RATE = 8000
export const TICK_MS = 20
export const FRAME_SAMPLES = 160

/** Saturates to the 16-bit range, as a sum of several speakers may leave it. */
export const clampSample = (value: number): number => (value > 32767 ? 32767 : value < -32768 ? -32768 : value)

/** Distance from `b` to `a` on the 32-bit RTP timestamp circle; negative when `a` is earlier. */
export const timestampDistance = (a: number, b: number): number => (a - b) | 0

/** Distance from `b` to `a` on the 16-bit sequence circle; negative when `a` is earlier. */
export const sequenceDistance = (a: number, b: number): number => ((a - b) << 16) >> 16
