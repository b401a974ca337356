// A notification of the operating system, while the tab is hidden and the agent has allowed it.

/** Ask from a click; browsers remember the answer. */
export async function allowNotifications(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission()
}

/** Shows it; the returned function takes it away again. */
export function notifyRinging(title: string, body: string): () => void {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return () => undefined
  const notification = new Notification(title, { body, tag: 'openseat-ring', requireInteraction: true, silent: true })
  notification.onclick = () => {
    window.focus()
    notification.close()
  }
  return () => notification.close()
}
