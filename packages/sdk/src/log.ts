// The console lines, letter by letter as page owners know them.

const methods = { Info: 'log', Warn: 'warn', Error: 'error' } as const

export function log(level: keyof typeof methods, method: string, ...[text, ...more]: [string, ...unknown[]]): void {
  // oxlint-disable-next-line no-console -- the page's author reads it there
  console[methods[level]](`[AICCSupport Log] -${level}- ${method} - ${text}`, ...more)
}
