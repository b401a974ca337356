// A screen as the component that the router shows.
import type { Resource } from '@openseat/contracts'
import { h, type FunctionalComponent } from 'vue'
import ResourcePage from './ResourcePage.vue'
import type { Screen } from './screen.ts'

export const resourcePage =
  <R extends Resource, Used>(screen: Screen<R, Used>): FunctionalComponent =>
  () =>
    h(ResourcePage, { screen: screen as unknown as Screen })
