import { agent } from './agent.ts'
import { customPages } from './custom-pages.ts'
import { lab } from './lab.ts'
import { records } from './records.ts'
import { shell } from './shell.ts'
import { tables } from './tables.ts'
import { ui } from './ui.ts'
import { voicemail } from './voicemail.ts'
import { wrapUp } from './wrap-up.ts'

export const en = {
  ...shell,
  ...ui,
  ...tables,
  ...customPages,
  ...lab,
  ...records,
  ...agent,
  ...voicemail,
  ...wrapUp,
}
