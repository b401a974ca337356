// Widgets as they are, kept for a moment: strangers ask for them as often as they like, and each look costs two questions.

import type { Widget } from '@openseat/contracts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { SecretBox } from '../access/secret-box.ts'
import type { Settings } from '../settings/settings.ts'
import { widgetKeyPurpose } from '../settings/widgets.ts'
import type { PlatformStore } from '../store/platform-store.ts'

export interface LiveWidget extends Pick<Widget, 'publicId' | 'accessCode' | 'origins' | 'anonymous' | 'maxCalls'> {
  readonly tenantId: number
  readonly media: string
  readonly keys: readonly string[]
}

export interface KnownWidgetsParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  readonly secrets: SecretBox
}

interface Known {
  readonly at: number
  readonly widget: Promise<LiveWidget | undefined>
}

const knownMs = 5_000
const knownAtMost = 1_000

export class KnownWidgets {
  readonly #parts: KnownWidgetsParts
  readonly #known = new BoundedMap<string, Known>(knownAtMost)
  /** No longer told of changes. */
  readonly close: () => void

  constructor(parts: KnownWidgetsParts) {
    this.#parts = parts
    this.close = parts.settings.onTenantChanged(() => this.#known.clear())
  }

  /** Undefined where there is none, or it is switched off. */
  get(publicId: string): Promise<LiveWidget | undefined> {
    const known = this.#known.get(publicId)
    const at = performance.now()
    if (known && at - known.at < knownMs) return known.widget
    const entry = { at, widget: this.#read(publicId) }
    this.#known.set(publicId, entry)
    entry.widget.catch(() => {
      if (this.#known.get(publicId) === entry) this.#known.delete(publicId)
    })
    return entry.widget
  }

  async #read(publicId: string): Promise<LiveWidget | undefined> {
    const { platform, settings, secrets } = this.#parts
    const tenantId = await platform.widgetTenant(publicId)
    if (tenantId === undefined) return undefined
    const row = await settings.read(tenantId, (trx) =>
      trx.selectFrom('widget').selectAll().where('public_id', '=', publicId).where('enabled', '=', true).executeTakeFirst(),
    )
    return (
      row && {
        publicId,
        tenantId,
        accessCode: row.access_code,
        media: row.media,
        origins: row.origins,
        anonymous: row.anonymous,
        maxCalls: row.max_calls,
        keys: row.keys.map(({ sealed }) => secrets.open(sealed, widgetKeyPurpose)),
      }
    )
  }
}
