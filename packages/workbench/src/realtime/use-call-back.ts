// Calls a contact's customer back by its record: the number need not be seen.
import { ref } from 'vue'
import { asFailure } from '../api/api-failure.ts'
import { call } from '../api/call.ts'
import { failureText } from '../ui/failure-text.ts'
import { showToast } from '../ui/toasts.ts'

export function useCallBack() {
  const isCalling = ref(false)

  /** True when it is being dialled; a refusal is shown. */
  async function callBack(callId: string): Promise<boolean> {
    if (isCalling.value) return false
    isCalling.value = true
    try {
      await call('callBack', { params: { callId } })
      return true
    } catch (error) {
      showToast({ text: failureText(asFailure(error)), tone: 'failed' })
      return false
    } finally {
      isCalling.value = false
    }
  }

  return { isCalling, callBack }
}
