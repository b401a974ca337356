// A screen as the component that the router shows.
import type { Resource } from '@openseat/contracts'
import { defineComponent, h, type Component } from 'vue'
import ResourcePage from './ResourcePage.vue'
import type { Screen } from './screen.ts'

export const resourcePage = <R extends Resource, Used>(screen: Screen<R, Used>): Component =>
  defineComponent({
    name: 'ScreenPage',
    setup: () => () => h(ResourcePage, { screen: screen as unknown as Screen }),
  })
