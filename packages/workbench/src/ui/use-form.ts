// One form: its values, what is wrong with them (from the contract's schema at once, from the server after sending),
// whether anything is unsaved, and sending. Knows no field by name and draws nothing.
import { problemsOf, type FieldProblem } from '@openseat/contracts'
import { computed, getCurrentScope, onScopeDispose, reactive, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { asFailure, type ApiFailure } from '../api/api-failure.ts'
import { holdUnsaved } from './unsaved.ts'

type ZodFailure = Parameters<typeof problemsOf>[0]
type Parsed = { success: true } | { success: false; error: ZodFailure }

/** What a form needs of a schema. */
export interface FormSchema {
  safeParse(value: unknown, context?: { reportInput?: boolean }): Parsed
}

export type FormValues = Record<string, unknown>

export interface FormOptions<V extends object> {
  /** Asked again at every check, so that it may follow the values. */
  readonly schema: () => FormSchema
  readonly values: V
  /** Sends; a thrown ApiFailure is shown in the form. */
  readonly send: (values: V) => Promise<void>
  /** False for forms whose loss is no loss, such as the log-in. */
  readonly guarded?: boolean
}

export interface Form<V extends object = FormValues> {
  readonly values: V
  readonly busy: Ref<boolean>
  readonly failure: Ref<ApiFailure | null>
  readonly isDirty: ComputedRef<boolean>
  /** Problems to show: of touched fields, or all after the first attempt to send. */
  readonly problems: ComputedRef<readonly FieldProblem[]>
  /** Problems in the summary: only after an attempt to send. */
  readonly summary: ComputedRef<readonly FieldProblem[]>
  readonly set: (field: string, value: unknown) => void
  readonly touch: (field: string) => void
  /** The label that a field shows, so that the summary names it alike. */
  readonly labels: Map<string, string>
  readonly problemsAt: (field: string) => readonly FieldProblem[]
  /** Checks and sends. True when the server took it. */
  readonly submit: () => Promise<boolean>
  /** New starting values, nothing unsaved. */
  readonly restart: (values: V) => void
}

export const formKey: InjectionKey<Form> = Symbol('form')

type Json = Record<string, unknown> | unknown[]
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Value at a path such as `params.0.name`. */
export const valueAt = (values: object, path: string): unknown =>
  path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], values)

function assignAt(values: object, path: string, value: unknown): void {
  const parts = path.split('.')
  const last = parts.pop() ?? path
  const holder = parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], values) as Json
  ;(holder as Record<string, unknown>)[last] = value
}

const within = (field: string, path: string): boolean => field === path || field.startsWith(`${path}.`)

/** One problem for each field: that it is missing, else the first that was found. */
function onePerField(problems: readonly FieldProblem[]): FieldProblem[] {
  const kept = new Map<string, FieldProblem>()
  for (const problem of problems) {
    if (!kept.has(problem.field) || problem.code === 'FIELD_REQUIRED') kept.set(problem.field, problem)
  }
  return [...kept.values()]
}

interface ProblemState {
  readonly values: object
  readonly schema: () => FormSchema
  readonly attempted: Ref<boolean>
}

/** What is wrong, by the schema and by the server, and how much of it is to be shown yet. */
function useProblems({ values, schema, attempted }: ProblemState) {
  const touched = reactive(new Set<string>())
  const fromServer = ref<readonly FieldProblem[]>([])
  const local = computed<readonly FieldProblem[]>(() => {
    const parsed = schema().safeParse(values, { reportInput: true })
    return parsed.success ? [] : problemsOf(parsed.error)
  })
  const all = computed(() => onePerField([...local.value, ...fromServer.value]))
  const isTouched = (field: string): boolean => [...touched].some((path) => within(field, path))
  const problems = computed(() => (attempted.value ? all.value : all.value.filter((problem) => isTouched(problem.field))))
  const summary = computed(() => (attempted.value ? all.value : []))

  /** What the server said of a field holds until the field changes. */
  function forgetServer(field: string): void {
    fromServer.value = fromServer.value.filter((problem) => !within(problem.field, field) && !within(field, problem.field))
  }
  return { touched, fromServer, local, problems, summary, forgetServer }
}

/** The parts of sending: checks first, then asks the server, and keeps what it said. */
function useSending<V extends object>(options: FormOptions<V>, values: V) {
  const attempted = ref(false)
  const busy = ref(false)
  const failure = ref<ApiFailure | null>(null)
  const problems = useProblems({ values, schema: options.schema, attempted })

  async function submit(onTaken: () => void): Promise<boolean> {
    attempted.value = true
    failure.value = null
    problems.fromServer.value = []
    if (problems.local.value.length > 0 || busy.value) return false
    busy.value = true
    try {
      await options.send(copy(values))
      onTaken()
      return true
    } catch (error) {
      const problem = asFailure(error)
      // A log-in that is over is asked for anew over the form; the form itself has no fault.
      if (problem.code !== 'LOGIN_REQUIRED') failure.value = problem
      problems.fromServer.value = problem.problems
      return false
    } finally {
      busy.value = false
    }
  }

  function forget(): void {
    attempted.value = false
    failure.value = null
    problems.fromServer.value = []
    problems.touched.clear()
  }
  return { busy, failure, problems, submit, forget }
}

export function useForm<V extends object>(options: FormOptions<V>): Form<V> {
  const values = reactive(copy(options.values)) as V
  const initial = ref(JSON.stringify(options.values))
  const isDirty = computed(() => JSON.stringify(values) !== initial.value)
  const { busy, failure, problems, submit, forget } = useSending(options, values)
  const settle = (): void => void (initial.value = JSON.stringify(values))

  function set(field: string, value: unknown): void {
    assignAt(values, field, value)
    problems.forgetServer(field)
    failure.value = null
  }

  function restart(next: V): void {
    const fresh = copy(next)
    for (const key of Object.keys(values)) delete (values as FormValues)[key]
    Object.assign(values, fresh)
    settle()
    forget()
  }

  if (options.guarded !== false && getCurrentScope()) onScopeDispose(holdUnsaved(() => isDirty.value))
  return {
    values,
    busy,
    failure,
    isDirty,
    set,
    restart,
    labels: new Map(),
    problems: problems.problems,
    summary: problems.summary,
    touch: (field) => void problems.touched.add(field),
    problemsAt: (field) => problems.problems.value.filter((problem) => problem.field === field),
    submit: () => submit(settle),
  }
}
