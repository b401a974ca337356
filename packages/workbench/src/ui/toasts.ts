// Short messages at the lower edge; one may carry an undo. Drawn by ToastHost.vue.
import { reactive } from 'vue'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'done' | 'failed' | 'notice'
  /** Until it is closed by hand. */
  readonly stays?: boolean
  readonly undo?: () => void
}

const shownMs = 6_000
export const toasts = reactive<Toast[]>([])
let lastId = 0

export function dismissToast(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

export function showToast(toast: Omit<Toast, 'id'>): void {
  const id = ++lastId
  toasts.push({ ...toast, id })
  if (toasts.length > 3) toasts.shift()
  if (toast.stays !== true) setTimeout(() => dismissToast(id), shownMs)
}
