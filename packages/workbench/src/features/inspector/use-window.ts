// Which rows of a long table are drawn: those in sight and some around them. All rows are of one height.
import { useElementSize, useScroll } from '@vueuse/core'
import { computed, type Ref } from 'vue'

export interface RowWindow {
  readonly from: number
  readonly to: number
}

const around = 8

/** Pure: the rows from `from` up to but without `to`. */
export function rowWindow(view: { top: number; height: number }, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(view.top / rowHeight) - around
  const last = Math.ceil((view.top + view.height) / rowHeight) + around
  const from = Math.max(0, Math.min(first, count - 1))
  return { from, to: Math.max(from, Math.min(count, last)) }
}

export function useWindow(element: Ref<HTMLElement | null>, rowHeight: number, count: () => number) {
  const { y } = useScroll(element)
  const { height } = useElementSize(element)
  return computed(() => rowWindow({ top: y.value, height: height.value || 600 }, rowHeight, count()))
}
