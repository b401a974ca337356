// A run of a flow for one contact: where it stands, what it waits for, what it asks of the outside and what it is told.
// Data alone: a run is stored with its contact, and goes on after a restart. Times are epoch milliseconds.
import type { FlowLanguage, FlowNodeKind, ReadOutKind } from '@openseat/contracts'
import type { PlainMap, PlainValue } from '../expression/plain-value.ts'

/** A flow at one of its revisions, such as `17@3`. A run keeps to it, and so do its sub-flows. */
export type FlowRef = string

export const flowRef = (flowId: number, revision: number): FlowRef => `${flowId}@${revision}`

/** What the customer keyed into a field that is to stay secret: the value never reaches a flow. */
export interface SecretRef {
  readonly secretRef: string
  readonly length: number
}

/** What the product says itself; where there is no engine, a recording of the same may be played. */
export type BuiltInSaying =
  | 'apology'
  | 'queueAhead'
  | 'queueAheadEnd'
  | 'queueNext'
  | 'expectedWait'
  | 'expectedWaitEnd'
  | 'readBack'
  | 'readBackChoice'

/** What a prompt says, worked out: nothing in it is an expression any more. */
export type PromptPiece =
  /** A recording of the tenant's library. */
  | { readonly kind: 'file'; readonly prompt: string }
  | { readonly kind: 'text'; readonly text: string; readonly saying?: BuiltInSaying }
  | { readonly kind: 'readOut'; readonly as: ReadOutKind; readonly value: string | number }

/** How keys are collected. `secret`: the keys stay with whoever collects them. */
export interface Collection {
  readonly min: number
  readonly max: number
  readonly terminator: '#' | '*' | null
  readonly firstDigitSeconds: number
  readonly interDigitSeconds: number
  /** Of a menu: the keys that are choices; any other key is invalid at once. Null: digits. */
  readonly keys: string | null
  /** A regular expression for the whole of what was keyed, linear in time; null: none. */
  readonly pattern: string | null
  readonly secret: boolean
}

/** What a run asks for. `effectId` counts within the run; whoever answers gives it back. */
export type FlowEffect = { readonly effectId: number } & (
  | {
      readonly do: 'playPrompts'
      readonly prompts: readonly PromptPiece[]
      readonly language: FlowLanguage
      /** A key ends it; the key is kept for what comes next. */
      readonly interruptible: boolean
      /** Keys pressed so far are forgotten first. */
      readonly clearsKeys: boolean
    }
  | {
      readonly do: 'collectKeys'
      /** Played first; a key ends them. */
      readonly prompts: readonly PromptPiece[]
      readonly language: FlowLanguage
      readonly collection: Collection
      readonly clearsKeys: boolean
    }
  | {
      readonly do: 'callInterface'
      readonly interfaceId: number
      readonly inputs: Readonly<Record<string, PlainValue | SecretRef>>
      readonly timeoutSeconds: number
      readonly retries: number
      /** Played while the answer is late, after 2 s. */
      readonly waitingPrompts: readonly PromptPiece[]
      readonly language: FlowLanguage
    }
  /** By the table's index; `columns` are field ids. */
  | { readonly do: 'readTable'; readonly tableId: number; readonly value: string; readonly columns: readonly string[] }
  | {
      readonly do: 'record'
      readonly queueId: number
      readonly prompts: readonly PromptPiece[]
      readonly language: FlowLanguage
      readonly beep: boolean
      readonly maxSeconds: number
      readonly stopKey: string | null
    }
  | {
      readonly do: 'sendMessage'
      readonly text: string
      readonly buttons: readonly { readonly value: string; readonly label: string }[]
    }
  /** The contact waits in the queue's line; the run waits for what becomes of it. `music`: a recording of the library. */
  | {
      readonly do: 'enqueue'
      readonly queueId: number
      readonly priority: number | null
      readonly maxWaitSeconds: number | null
      readonly music: string | null
    }
  | { readonly do: 'dequeue' }
  | { readonly do: 'transfer'; readonly target: FlowTransferTarget; readonly ringSeconds: number }
  /** Ends the run with the agent who sent the contact here, or at the top of the queue. */
  | { readonly do: 'returnToAgent' }
  | { readonly do: 'setAttachedData'; readonly values: Readonly<Record<string, string>> }
  | {
      readonly do: 'setVerificationResult'
      readonly result: VerificationCode
      readonly returns: readonly [string, string, string]
    }
  | { readonly do: 'signInAgent'; readonly agentNumber: string; readonly pin: SecretRef; readonly as: 'in' | 'out' }
  | { readonly do: 'release'; readonly cause: FlowReleaseCause; readonly reason: string }
)

type WithoutId<T> = T extends unknown ? Omit<T, 'effectId'> : never
/** An effect before it has its number. */
export type FlowAsk = WithoutId<FlowEffect>

/** 0 never asked · 1 passed · 2 failed · 3 error. */
export type VerificationCode = 0 | 1 | 2 | 3

export type FlowTransferTarget =
  | { readonly kind: 'agent'; readonly agentNumber: string }
  | { readonly kind: 'accessCode'; readonly number: string }
  | { readonly kind: 'number'; readonly number: string; readonly callerNumber: string | null }

/** `flowEnded`: a node said so · `flowFailed`: after the apology. */
export type FlowReleaseCause = 'flowEnded' | 'flowFailed'

/** What a waiting run is told. An answer to an effect that it no longer waits for is rejected and changes nothing. */
export type FlowEvent =
  | { readonly type: 'promptEnded'; readonly effectId: number }
  /** Prompts could not be played: what the language's engine or the library said. */
  | { readonly type: 'engineFailed'; readonly effectId: number; readonly problem: string }
  | {
      readonly type: 'keysCollected'
      readonly effectId: number
      readonly outcome: 'ok' | 'noInput' | 'invalid'
      readonly value: string | SecretRef
    }
  | {
      readonly type: 'interfaceAnswered'
      readonly effectId: number
      readonly outcome: 'answered' | 'timeout' | 'error'
      readonly answer: PlainValue
      readonly problem?: string
    }
  | {
      readonly type: 'tableAnswered'
      readonly effectId: number
      readonly outcome: 'found' | 'none' | 'error'
      readonly row: Readonly<Record<string, string>>
      readonly problem?: string
    }
  | { readonly type: 'recordingEnded'; readonly effectId: number; readonly outcome: 'saved' | 'tooShort' | 'error' }
  | { readonly type: 'messageReceived'; readonly text: string }
  /** Of the line that the contact waits in. */
  | { readonly type: 'queueLeft'; readonly outcome: 'answered' | 'timeout' | 'overflow' | 'offDuty' | 'closed' }
  | { readonly type: 'transferEnded'; readonly outcome: 'answered' | 'busy' | 'noAnswer' | 'refused' }
  | { readonly type: 'signInEnded'; readonly effectId: number; readonly outcome: 'ok' | 'refused' | 'locked' }
  /** The time that the run named with `wakeAt`. */
  | { readonly type: 'timerFired' }
  | { readonly type: 'customerLeft' }
  | { readonly type: 'takenBack' }

/** What a waiting run waits for. */
export interface FlowWait {
  readonly kind: 'prompt' | 'keys' | 'interface' | 'table' | 'recording' | 'message' | 'queue' | 'transfer' | 'signIn' | 'apology'
}

/** Values of variables; those of secrets are references. */
export type FlowVars = Readonly<Record<string, PlainValue | SecretRef>>

/** Where a run stands in one flow. The callers of a sub-flow are such frames below it. */
export interface FlowFrame {
  readonly flow: FlowRef
  readonly nodeId: string
  readonly vars: FlowVars
  /** Rounds of loop nodes. */
  readonly rounds: Readonly<Record<string, number>>
  /** Which node asked for a secret: it asks again where the secret is lost. */
  readonly askedBy: Readonly<Record<string, string>>
}

export interface FlowSpent {
  /** Since the customer last did something. */
  readonly steps: number
  readonly calls: number
  readonly stepsOfRun: number
  readonly callsOfRun: number
  readonly stepsInError: number
}

export interface WaitingRun extends FlowFrame {
  readonly at: 'waiting'
  readonly wait: FlowWait
  /** Effects whose answer is waited for. */
  readonly awaits: readonly number[]
  /** Of this node: how often it asked again, and what else it knows. */
  readonly attempt: number
  readonly memory: PlainMap
  readonly enteredAt: number
  /** The innermost last. */
  readonly frames: readonly FlowFrame[]
  /** What the contact brought along, and what was attached to it since. */
  readonly given: PlainMap
  readonly language: FlowLanguage
  readonly spent: FlowSpent
  /** It went to the error branch once; there is no second. */
  readonly inError: boolean
  /** A verification flow has given its result. */
  readonly isVerified: boolean
  /** Effects and rows of the trace so far. */
  readonly seq: number
  readonly traced: number
  readonly startedAt: number
  readonly wakeAt: number | null
}

export interface FinishedRun {
  readonly at: 'finished'
  readonly end: FlowEnd
  readonly vars: FlowVars
}

export type FlowRun = WaitingRun | FinishedRun

export type FlowEnd =
  | { readonly kind: 'released'; readonly cause: FlowReleaseCause; readonly reason: string }
  /** An agent took the contact from its queue. */
  | { readonly kind: 'served' }
  | { readonly kind: 'transferred' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'customerLeft' }
  | { readonly kind: 'takenBack' }

/** A node that was left. Values of secrets are never in it. */
export interface FlowTraceRow {
  readonly seq: number
  readonly flow: FlowRef
  readonly nodeId: string
  readonly kind: FlowNodeKind
  readonly title: string
  readonly mark: string | null
  /** Empty: the run ended in it. */
  readonly branch: string
  /** When it was entered. */
  readonly at: number
  readonly durationMs: number
  readonly detail: string
}

/** Why a node failed: told in the trace. */
export type FlowFault =
  | 'answerUnread'
  | 'branchOpen'
  | 'expression'
  | 'engine'
  | 'interface'
  | 'loop'
  | 'noFlow'
  | 'noHours'
  | 'noQueue'
  | 'noWayBack'
  | 'recording'
  | 'secretLost'
  | 'table'
  | 'tooDeep'
  | 'tooLong'
  | 'valueType'
  | 'valuesTooLarge'
