import type { Acd } from '@openseat/domain'

/** The desk for those who only look. */
export type Reader = Pick<
  Acd,
  | 'audioPlan'
  | 'board'
  | 'call'
  | 'calls'
  | 'customerOf'
  | 'destinations'
  | 'holderOf'
  | 'popOf'
  | 'callDataOf'
  | 'roomOf'
  | 'seats'
  | 'snapshot'
>
