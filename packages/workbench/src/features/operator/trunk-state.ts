import type { Trunk } from '@openseat/contracts'

/** The state is asked again so often. */
export const refreshSeconds = 5

export const stateTones = {
  disabled: 'plain',
  unknown: 'plain',
  registered: 'good',
  reachable: 'good',
  unregistered: 'bad',
  unreachable: 'bad',
} as const satisfies Record<Trunk['state'], string>
