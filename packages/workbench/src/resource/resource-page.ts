// A screen as the component that the router shows.
import type { Resource } from '@openseat/contracts'
import { h, type FunctionalComponent } from 'vue'
import ResourcePage from './ResourcePage.vue'
import type { Screen } from './screen.ts'

export const resourcePage =
  <R extends Resource>(screen: Screen<R>): FunctionalComponent =>
  () =>
    h(ResourcePage, { screen: screen as unknown as Screen })
