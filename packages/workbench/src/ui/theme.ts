// Light or dark: the system's choice unless the person chose. Kept per browser; first-paint.js reads the same key.
import { useMediaQuery, useStorage } from '@vueuse/core'
import { computed, watchEffect } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const theme = useStorage<Theme>('openseat.theme', 'system')
const systemDark = useMediaQuery('(prefers-color-scheme: dark)')
const dark = computed(() => theme.value === 'dark' || (theme.value !== 'light' && systemDark.value))

/** Writes the theme to the document whenever it changes. Call once, from the entry. */
export function followTheme(): void {
  watchEffect(() => document.documentElement.setAttribute('data-theme', dark.value ? 'dark' : 'light'))
}
