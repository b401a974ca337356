// Who this page is to the server: one id per browser, one per tab. Storage that is switched off costs only the memory.

const browserKey = 'openseat.browserId'
const tabKey = 'openseat.tabId'
const ledKey = 'openseat.led'

/** `crypto.randomUUID` is there over https only. */
const newId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function kept(storage: () => Storage, key: string): string {
  const fresh = newId()
  try {
    const known = storage().getItem(key)
    if (known !== null && known.length >= 8 && known.length <= 64) return known
    storage().setItem(key, fresh)
  } catch {
    // A browser without storage is a new one each time.
  }
  return fresh
}

export const browserId = (): string => kept(() => localStorage, browserKey)
export const tabId = (): string => kept(() => sessionStorage, tabKey)

/** Whether this tab led before it was reloaded: it then wants the lead again. */
export function ledBefore(): boolean {
  try {
    return sessionStorage.getItem(ledKey) === '1'
  } catch {
    return false
  }
}

export function rememberLead(leader: boolean): void {
  try {
    sessionStorage.setItem(ledKey, leader ? '1' : '0')
  } catch {
    // See above.
  }
}
