// Instants and lengths of time as people read them, by locale.
import { language } from '../i18n/language.ts'

const styles = {
  full: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** Day and month cannot be taken for one another: English is written here and there both ways round. */
const locales = { en: 'sv-SE', 'zh-CN': 'zh-CN' } as const

function format(style: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${language.value} ${style}`
  const kept = formats.get(key) ?? new Intl.DateTimeFormat(locales[language.value], styles[style])
  formats.set(key, kept)
  return kept
}

/** An ISO 8601 instant in local time; an empty text for none. */
export const timeText = (instant: string | null, style: keyof typeof styles = 'full'): string =>
  instant === null ? '' : format(style).format(new Date(instant))

const two = (value: number): string => String(value).padStart(2, '0')

/** `03:42`, `1:00:07`; an empty text for none. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return ''
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3_600)
  const rest = `${two(Math.floor((whole % 3_600) / 60))}:${two(whole % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
