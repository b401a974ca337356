// How much a flow and a run of it may hold. Times are seconds unless the name says otherwise.

export const flowLimits = {
  nodes: 500,
  /** From here on the author is told to make sub-flows. */
  manyNodes: 150,
  documentBytes: 256 * 1024,
  variables: 64,
  /** Of all values of a run as JSON. */
  valuesBytes: 32 * 1024,
  subFlowDepth: 5,
  flowsPerTenant: 500,
  revisionsKept: 100,
  /** A flow and its sub-flows. */
  flowsPerFile: 30,
  fileBytes: 1024 * 1024,
  name: { min: 1, max: 64 },
  note: { min: 1, max: 500 },
  nodeTitle: { min: 0, max: 64 },
  nodeNote: { min: 0, max: 1_000 },
  mark: { min: 1, max: 64 },
  branchName: { min: 1, max: 32 },
  text: { min: 1, max: 4_096 },
  expression: { min: 1, max: 1_000 },
  pattern: { min: 0, max: 200 },
  prompts: 10,
  rows: 20,
  notes: 100,
  keys: 12,
  digits: { min: 1, max: 32 },
  firstDigit: { min: 1, max: 60, default: 5 },
  interDigit: { min: 1, max: 30, default: 3 },
  retries: { min: 0, max: 5, default: 2 },
  loop: { min: 1, max: 100 },
  interfaceTimeout: { min: 1, max: 30, default: 8 },
  interfaceRetries: { min: 0, max: 2, default: 0 },
  queuePriority: { min: 0, max: 9 },
  queueWait: { min: 1, max: 60_000 },
  announce: { min: 15, max: 300 },
  ring: { min: 5, max: 120, default: 30 },
  voicemail: { min: 5, max: 300, default: 120 },
  messageWait: { min: 1, max: 86_400, default: 600 },
  buttons: 10,
  scale: { min: 2, max: 9, default: 5 },
} as const

/** What a run may spend: then it goes to the flow's error branch, and from there to the apology. */
export const flowBudgets = {
  /** Since the customer last did something. */
  steps: 1_000,
  outsideCalls: 20,
  /** From one wait to the next: what so many of the most laborious expressions may take, all nodes together. Anew in the error branch. */
  expressions: 8,
  stepsOfRun: 10_000,
  outsideCallsOfRun: 200,
  /** Once in the error branch, for good. */
  stepsInError: 100,
  runHours: { ivr: 8, verification: 8, chat: 168, script: 8 },
} as const
