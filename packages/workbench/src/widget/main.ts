// Entry of the visitor's document. A document without a widget, or outside of a company's page, only says so.
import { createApp } from 'vue'
import { frameFacts } from './frame-facts.ts'
import { SiteBridge } from './site-bridge.ts'
import { visitWords } from './visit-words.ts'
import VisitorPage from './VisitorPage.vue'
import '../ui/theme.css'
import './widget.css'

const root = document.documentElement
const facts = frameFacts(root)
const words = visitWords[facts.language]

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const followTheme = (): void => root.setAttribute('data-theme', dark.matches ? 'dark' : 'light')
followTheme()
dark.addEventListener('change', followTheme)

document.title = words.title
const site = new SiteBridge({ window, origins: facts.origins, anyone: facts.widget === '' })
const app = document.querySelector('#app')
if (app) new ResizeObserver(() => site.fit(app.scrollHeight)).observe(app)

function say(text: string): void {
  const paragraph = document.createElement('p')
  paragraph.textContent = text
  app?.replaceChildren(paragraph)
}

if (facts.widget === '') say(facts.off || words.notFramed)
else if (window.parent === window) say(words.notFramed)
else createApp(VisitorPage, { facts, site }).mount('#app')
