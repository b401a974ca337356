// Wrap-up does not run out under somebody who writes.
import { useCommand } from '../realtime/use-command.ts'
import { useAgentDesk } from '../realtime/desk.ts'
import { secondsUntil, serverNow } from '../realtime/server-clock.ts'

/** Whoever writes when so little is left gets more. */
const extendsBelowSeconds = 10

export function useWrapUpTime(callId: () => string) {
  const desk = useAgentDesk()
  const { run } = useCommand()
  const isRunning = (): boolean => desk.seat?.state === 'wrapUp' && desk.seat.callId === callId()

  function typed(): void {
    const until = desk.seat?.until
    if (isRunning() && until && secondsUntil(until, serverNow()) <= extendsBelowSeconds) void run({ kind: 'extendWrapUp' })
  }

  function finish(): void {
    if (isRunning()) void run({ kind: 'finishWrapUp' })
  }

  return { typed, finish }
}
