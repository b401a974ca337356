// The part of the wiring that fills the tenants' own pages: from their tables and from customer interfaces. For app.ts.
import type { Logger } from 'pino'
import type { TenantActors } from '../desk/tenant-actors.ts'
import { steadyNow } from '../runtime/clock.ts'
import { ContactPages } from '../custom-pages/contact-pages.ts'
import { customPageHandlers } from '../custom-pages/custom-pages.ts'
import { type InterfacesForPages, PageCards } from '../custom-pages/page-cards.ts'
import { pageHandlers } from '../custom-pages/page-handlers.ts'
import type { dataServices } from './data-services.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { Settings } from '../settings/settings.ts'

const sweepMs = 60_000

export interface CustomPageServiceParts {
  readonly settings: Settings
  readonly reader: Pick<SettingsReader, 'routingConfig'>
  readonly log: Logger
  readonly data: ReturnType<typeof dataServices>
  readonly interfaces: InterfacesForPages
}

export function customPageServices({ settings, reader, log, data, interfaces }: CustomPageServiceParts) {
  const cards = new PageCards({ settings, keys: data.keys, interfaces, log })
  const failed = (error: unknown): void => log.error({ err: error }, 'a custom page could not be read')
  const contactPages = new ContactPages({ settings, configOf: (tenantId) => reader.routingConfig(tenantId), cards, now: steadyNow, failed })
  // It ends with the program, and does not hold it.
  setInterval(() => contactPages.sweep(), sweepMs).unref()
  return {
    contactPages,
    handlers: (actors: TenantActors) => ({
      ...customPageHandlers({ settings, interfaces }),
      ...pageHandlers({ settings, actors, interfaces, cards, contactPages, addRow: data.handlers.addTableRow }),
    }),
  }
}
