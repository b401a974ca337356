// Runs before the first paint, so that neither theme nor language flashes. A file of its own because the
// content security policy allows no inline script. Keys as in src/ui/theme.ts and src/i18n/language.ts.
;(function () {
  var root = document.documentElement
  function kept(key) {
    try {
      return window.localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var theme = kept('openseat.theme')
  var dark = theme === 'dark' || (theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-theme', dark ? 'dark' : 'light')
  var language = kept('openseat.language') || (/^zh/i.test(window.navigator.language) ? 'zh-CN' : 'en')
  root.setAttribute('lang', language)
})()
