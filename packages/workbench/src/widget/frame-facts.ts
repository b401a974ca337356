// What the server wrote into the visitor's document: whose widget it is, what it offers, and which pages may talk with it.
import type { Language, MediaType } from '@openseat/contracts'

export interface FrameFacts {
  /** The widget's public id; empty when it is off or there is none. */
  readonly widget: string
  readonly language: Language
  /** Calls that the widget offers. */
  readonly media: readonly MediaType[]
  readonly origins: readonly string[]
  /** Why there is nothing to call, in the server's words. */
  readonly off: string
}

export function frameFacts({ lang, dataset }: Pick<HTMLElement, 'lang' | 'dataset'>): FrameFacts {
  const { widget = '', media, origins = '', off = '' } = dataset
  return {
    widget,
    language: lang === 'en' ? 'en' : 'zh-CN',
    media: media === 'both' ? ['audio', 'video'] : [media === 'video' ? 'video' : 'audio'],
    origins: origins.split(' ').filter((origin) => origin !== ''),
    off,
  }
}
