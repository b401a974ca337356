// What is odd about a widget as it stands: each has its words under `widgets.warning`. Pure.
import type { Widget } from '@openseat/contracts'

export type WidgetWarning = 'off' | 'noKey' | 'anonymous' | 'local' | 'insecure'

/** `origin`: where this page, and so the widget's frame, comes from. */
export function widgetWarnings(widget: Pick<Widget, 'enabled' | 'keys' | 'anonymous' | 'origins'>, origin: string): WidgetWarning[] {
  const { protocol, hostname } = new URL(origin)
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1'
  const found: readonly [WidgetWarning, boolean][] = [
    ['off', !widget.enabled],
    ['noKey', widget.keys.length === 0 && !widget.anonymous],
    ['anonymous', widget.anonymous],
    ['local', !isLocal && widget.origins.some((site) => site.startsWith('http:'))],
    ['insecure', protocol !== 'https:' && !isLocal],
  ]
  return found.filter(([, isSo]) => isSo).map(([warning]) => warning)
}
