// `/widget.js`: the one script that a company puts on its pages. It shows the button, opens the visitor's frame of our own
// origin, and fetches the pass from the company's server at the moment of the call. It reads nothing else of the page.
import type { FrameMessage, VisitStep } from '../site-messages.ts'
import { fetchPass } from './fetch-pass.ts'
import { frameLink } from './frame-link.ts'
import { keptOpen } from './kept-open.ts'
import { buildPanel } from './panel.ts'
import { siteWords } from './site-words.ts'

type Listener = (state: VisitStep) => void

function start({ src, dataset }: HTMLScriptElement): void {
  const { widget = '', passUrl, lang = document.documentElement.lang || navigator.language, label } = dataset
  const language = /^zh/i.test(lang) ? 'zh-CN' : 'en'
  const words = siteWords(lang)
  const kept = keptOpen(widget)
  const listeners = new Set<Listener>()
  const panel = buildPanel({ label: label ?? words.call, words, onToggle: toggle })
  const line = frameLink({
    frame: panel.frame,
    address: new URL(`/widget/frame?w=${encodeURIComponent(widget)}&lang=${language}`, src).href,
    onMessage: take,
    onSilence: panel.fail,
  })

  function toggle(open: boolean): void {
    if (open) line.open()
    panel.show(open)
  }

  function take(message: FrameMessage): void {
    if (message.type === 'close') toggle(false)
    if (message.type === 'size') panel.fit(message.height)
    if (message.type === 'state') follow(message.state)
    if (message.type === 'wantPass') answer(message.id)
  }

  function answer(id: number): void {
    fetchPass(passUrl, language).then(
      (pass) => line.say({ type: 'pass', id, pass, failed: false }),
      () => line.say({ type: 'pass', id, pass: null, failed: true }),
    )
  }

  function follow(state: VisitStep): void {
    panel.say(words.step[state])
    kept.set(words.step[state] !== '')
    for (const listener of listeners) listener(state)
  }

  const on = (event: string, listener: Listener): (() => void) => {
    if (event === 'state') listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  Object.assign(window, { OpenSeatWidget: { open: () => toggle(true), close: () => toggle(false), on } })
  if (kept.get()) toggle(true)
}

// Known only while the script runs first.
const script = document.currentScript
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script)
  else addEventListener('DOMContentLoaded', () => start(script))
}
