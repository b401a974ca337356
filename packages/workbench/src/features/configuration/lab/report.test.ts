import { describe, expect, it } from 'vitest'
import { jsonText } from './json-text.ts'
import { sampleSettings } from './rig/lab-settings.ts'
import { block, cell, reportText } from './report.ts'

const words = {
  title: 'Report',
  page: 'Page',
  browser: 'Browser',
  at: 'Time',
  settings: 'Settings',
  address: 'Address',
  verdicts: 'Verdicts',
  log: 'Log',
  columns: ['a', 'b', 'c', 'd'],
  logColumns: ['ms', '', 'name', 'JSON'],
}

describe('the report', () => {
  it('has a section for each part, and a row for each message', () => {
    const text = reportText({
      words,
      at: '2026-11-23',
      browser: 'Chromium',
      settings: sampleSettings('https://crm.example/'),
      run: null,
      verdicts: [['Does not block', 'Fail', '2000 ms', 'leave']],
      entries: [{ n: 1, at: 12.6, direction: 'fromPage', name: 'hello', data: { document: '1-2' } }],
    })
    expect(text).toContain('## Verdicts')
    expect(text).toContain('| Does not block | Fail | 2000 ms | leave |')
    expect(text).toContain('| 13 | ← | hello | {"document":"1-2"} |')
    expect(text).toContain('"callerNum": "13800135678"')
  })

  it('holds what a page said as text: no row, no markup, no end of a block comes out of it', () => {
    expect(cell('a|b\r\n<script>`x`')).toBe('a\\|b &lt;script>\\`x\\`')
    expect(block('```\n# x')).toBe('````json\n```\n# x\n````')
  })
})

describe('JSON text', () => {
  it('is made of whatever a page may say', () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    expect(jsonText(circular)).toBe('[object Object]')
    expect([jsonText(undefined), jsonText(10n), jsonText({ a: 1 }), jsonText('x')]).toEqual(['undefined', '"10n"', '{"a":1}', '"x"'])
  })
})
