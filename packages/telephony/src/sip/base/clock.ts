// Time for transactions and dialogs. Tests bring their own; every timer has an owner that cancels it.

export { systemClock, type TickerClock as Clock } from '../../media/ticker.ts'
