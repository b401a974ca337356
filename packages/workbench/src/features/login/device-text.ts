// Browser and system as people call them, out of what a browser calls itself. What is not known is shown as it came.

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/MicroMessenger\//, 'WeChat'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const named = (list: readonly (readonly [RegExp, string])[], text: string): string[] => {
  const found = list.find(([pattern]) => pattern.test(text))
  return found ? [found[1]] : []
}

export function deviceText(userAgent: string): string {
  return [...named(browsers, userAgent), ...named(systems, userAgent)].join(' · ') || userAgent.slice(0, 60) || '–'
}
