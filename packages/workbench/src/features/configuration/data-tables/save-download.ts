// A file from the server as a download; a refusal is said in words instead of being saved as a file.
import type { RouteName } from '@openseat/contracts'
import { asFailure } from '../../../api/api-failure.ts'
import { fetchFile, type CallInput } from '../../../api/call.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { showToast } from '../../../ui/toasts.ts'

export async function saveDownload<N extends RouteName>(fileName: string, route: N, input: CallInput<N>): Promise<void> {
  try {
    const url = URL.createObjectURL(await fetchFile(route, input))
    const link = document.createElement('a')
    link.href = url
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 1_000)
  } catch (error) {
    showToast({ tone: 'failed', text: failureText(asFailure(error)) })
  }
}
