// Where the agent's side plugs into the shell. Each part is a file of its own feature folder, loaded when it is first
// shown; until the file exists the shell draws its own words instead.
//   features/call-bar/CallBar.vue          fills the top bar for staff with an agent number, on every page
//   features/workbench/WorkbenchPage.vue   the page at /workbench; mounted as long as the agent is logged in, for its frames
//   features/phone/PhonePage.vue           the page at /phone, without the shell
//   features/wrap-up/WrapUpForm.vue        the agent's own wrap-up of a contact: on the desk and in the contact's record
import { defineAsyncComponent, type Component } from 'vue'

type Loader = () => Promise<{ default: Component }>
const only = (found: Record<string, () => Promise<unknown>>): Loader | null => (Object.values(found)[0] as Loader | undefined) ?? null

const callBarLoader = only(import.meta.glob('../features/call-bar/CallBar.vue'))
const notBuilt: Loader = () => import('./NotFoundPage.vue')

export const callBar: Component | null = callBarLoader && defineAsyncComponent(callBarLoader)
const workbenchLoader = only(import.meta.glob('../features/workbench/WorkbenchPage.vue'))
export const workbench: Component | null = workbenchLoader && defineAsyncComponent(workbenchLoader)
const wrapUpLoader = only(import.meta.glob('../features/wrap-up/WrapUpForm.vue'))
export const wrapUpForm: Component | null = wrapUpLoader && defineAsyncComponent(wrapUpLoader)
export const phonePage: Loader = only(import.meta.glob('../features/phone/PhonePage.vue')) ?? notBuilt
