// What the company's page shows: the button, and above it the panel with the frame. Built without markup, so that a page
// with a strict policy (no inline style, trusted types) takes it as it is.
import { siteStyle } from './site-style.ts'
import type { siteWords } from './site-words.ts'

export interface Panel {
  readonly frame: HTMLIFrameElement
  show: (open: boolean) => void
  /** Words on the button beside its label: where the visitor's call is. */
  say: (step: string) => void
  fit: (height: number) => void
  /** The frame did not come: it is hidden behind words, or seen again. */
  fail: (failed: boolean) => void
}

export interface PanelOptions {
  readonly label: string
  readonly words: ReturnType<typeof siteWords>
  readonly onToggle: (open: boolean) => void
}

type Attributes = Readonly<Record<string, string>>

function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}

export function buildPanel({ label, words, onToggle }: PanelOptions): Panel {
  const host = element('div', { 'data-openseat-widget': '' })
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(siteStyle)
  root.adoptedStyleSheets = [sheet]
  const button = element('button', { class: 'open', 'aria-expanded': 'false', 'aria-controls': 'p' }, label)
  const panel = element('section', { class: 'panel', id: 'p', 'aria-label': label, hidden: '' })
  const head = element('div', { class: 'head' }, label)
  const hide = element('button', {}, words.close)
  const frame = element('iframe', { title: label, allow: 'microphone; camera; autoplay; fullscreen' })
  const trouble = element('p', { role: 'alert', hidden: '' })
  head.append(hide)
  panel.append(head, trouble, frame)
  root.append(panel, button)
  document.body.append(host)
  button.onclick = () => onToggle(panel.hidden === true)
  hide.onclick = () => onToggle(false)
  panel.onkeydown = ({ key }) => {
    if (key === 'Escape') onToggle(false)
  }
  return {
    frame,
    show(open) {
      if (panel.hidden !== open) return
      panel.hidden = !open
      button.setAttribute('aria-expanded', String(open))
      if (open) frame.focus()
      else button.focus()
    },
    say: (step) => (button.textContent = step ? `${label} · ${step}` : label),
    fit: (height) => (frame.style.height = `${height}px`),
    fail(failed) {
      trouble.hidden = !failed
      frame.hidden = failed
      trouble.textContent = failed ? words.shut : ''
    },
  }
}
