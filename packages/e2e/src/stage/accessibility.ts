// No screen has a serious fault, in light or in dark. Frames of the enterprise's own pages are not ours to judge.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

type Theme = 'light' | 'dark'

export async function expectAccessible(page: Page, screen: string, themes: readonly Theme[] = ['light', 'dark']): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    // "Legacy" looks into frames of our own origin only, and spares a page of its own for each look.
    const builder = new AxeBuilder({ page }).setLegacyMode(true)
    // Only colours differ in the dark.
    const scope =
      theme === 'light' ? builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']) : builder.withRules('color-contrast')
    expect(await seriousFaults(scope.exclude('[data-testid="pop-frame"] iframe')), `${screen}, ${theme}`).toEqual([])
  }
  await expectLandmarks(page, screen)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
}

/** No law, but what people find their way by: one banner, and heads of columns that say something. */
async function expectLandmarks(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withRules(['landmark-no-duplicate-banner', 'landmark-no-duplicate-main', 'empty-table-header'])
    .exclude('[data-testid="pop-frame"] iframe')
    .analyze()
  expect(
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 200)}`)),
    screen,
  ).toEqual([])
}

async function seriousFaults(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`))
}

/** A foreign page with what we put into it, our frame of another origin among it. */
export async function expectAccessibleAround(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const builder = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    expect(await seriousFaults(builder), `${screen}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
