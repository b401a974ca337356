// Asks again every so often while the page is looked at: for states that change by themselves.
import { onScopeDispose } from 'vue'

export function useRefresh(ask: () => unknown, seconds: number): void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') ask()
  }, seconds * 1000)
  onScopeDispose(() => clearInterval(timer))
}
