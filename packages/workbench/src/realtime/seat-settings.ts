// What the agent's own seat can do: queues, reasons and lengths as they are set now.
import type { RouteResponse } from '@openseat/contracts'
import { shallowRef } from 'vue'
import { asFailure } from '../api/api-failure.ts'
import { call as callApi } from '../api/call.ts'

export type SeatSettings = RouteResponse<'getSeatSettings'>

export function useSeatSettings() {
  const settings = shallowRef<SeatSettings | null>(null)

  /** Tried again by the next `settings` notice or sign-in. */
  async function loadSettings(): Promise<void> {
    try {
      settings.value = await callApi('getSeatSettings')
    } catch (error) {
      asFailure(error)
    }
  }

  return { settings, loadSettings }
}
