// Every limit and default of a configurable object, once: forms, routes and tests read it from here.
// Source: the product's configuration and screen-pop specifications.

/** A whole-number range with its default; `unit` says what is counted. */
export interface NumberLimit {
  readonly min: number
  readonly max: number
  readonly default: number
  readonly unit: 'seconds' | 'minutes' | 'days' | 'items' | 'calls' | 'agents'
}

export const limits = {
  skillQueuesPerTenant: 1_000,
  queueName: { min: 1, max: 20 },
  queueDescription: { min: 1, max: 50 },
  maxWaitSeconds: { min: 1, max: 60_000, default: 60, unit: 'seconds' },
  maxQueued: { min: 1, max: 10_000, default: 100, unit: 'calls' },
  wrapUpSeconds: { min: 0, max: 3_600, default: 5, unit: 'seconds' },
  queuePriority: { min: 1, max: 100, default: 50, unit: 'items' },
  skillLevel: { min: 1, max: 10, default: 5, unit: 'items' },
  accessCode: { min: 1, max: 24 },
  extensionCode: { min: 1, max: 12 },
  agentNumber: { min: 101, max: 59_999 },
  screenPopName: { min: 1, max: 256 },
  url: { min: 1, max: 2_048 },
  maxScreenPopsPerKind: { min: 1, max: 10, default: 5, unit: 'items' },
  maxParamsPerScreenPop: { min: 1, max: 20, default: 10, unit: 'items' },
  popParamName: { min: 1, max: 64 },
  attachedDataKey: { min: 1, max: 64 },
  ringTimeoutSeconds: { min: 5, max: 120, default: 20, unit: 'seconds' },
  reconnectGraceSeconds: { min: 10, max: 300, default: 120, unit: 'seconds' },
  restMinutes: { min: 1, max: 1_439, default: 15, unit: 'minutes' },
  wrapUpExtendSeconds: { min: 5, max: 3_600, default: 60, unit: 'seconds' },
  maxCallMinutes: { min: 1, max: 1_440, default: 240, unit: 'minutes' },
  recordingRetentionDays: { min: 1, max: 3_650, default: 180, unit: 'days' },
  account: { min: 2, max: 32 },
  tenantCode: { min: 2, max: 32 },
  personName: { min: 1, max: 64 },
  tenantName: { min: 1, max: 64 },
  roleName: { min: 1, max: 32 },
  organisation: { min: 0, max: 64 },
  phone: { min: 0, max: 24 },
  password: { min: 10, max: 128 },
  busyReasonCode: { min: 200, max: 250 },
  busyReasonName: { min: 1, max: 20 },
  dialledNumber: { min: 1, max: 24 },
  trunkName: { min: 1, max: 32 },
  sipHost: { min: 1, max: 253 },
  sipPort: { min: 1, max: 65_535, default: 5_060, unit: 'items' },
  sipUser: { min: 1, max: 64 },
  sipPassword: { min: 0, max: 128 },
  trunkCalls: { min: 1, max: 10_000, default: 100, unit: 'calls' },
  probeSeconds: { min: 0, max: 3_600, default: 30, unit: 'seconds' },
  trunkPosition: { min: 1, max: 999, default: 100, unit: 'items' },
  stripDigits: { min: 0, max: 24, default: 0, unit: 'items' },
  trunksPerRoute: 10,
  trunks: 200,
  outboundRoutes: 1_000,
  agentPhone: { min: 0, max: 253 },
  phoneUser: { min: 2, max: 32 },
  phonesPerTenant: 10_000,
  listText: 2_000,
  attachedDataBytes: 16_384,
  batchAgents: 500,
  pageSize: { min: 1, max: 200, default: 20, unit: 'items' },
} as const
