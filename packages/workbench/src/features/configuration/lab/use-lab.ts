// The state of the lab: settings, the run that is open, its log and its steps. Draws nothing.
import { labSettingsSchema, type LabAction, type LabRun, type LabRunFile, type LabSessionName, type LabSettings } from '@openseat/contracts'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { call } from '../../../api/call.ts'
import type { PopStatus } from '../../../bridge-host/pop-status.ts'
import { useForm } from '../../../ui/use-form.ts'
import type { LogEntry } from './rig/lab-log.ts'
import { LabRig } from './rig/lab-rig.ts'
import { runFileOf } from './run-file.ts'
import { RunSteps } from './run-steps.ts'
import { useConformance } from './use-conformance.ts'
import { useReplay } from './use-replay.ts'

export interface LabOptions {
  readonly settings: LabSettings
  readonly place: () => HTMLElement | null
  readonly admits: (origin: string) => boolean
}

/** Without anything that watches. */
const copyOf = (values: LabSettings): LabSettings => JSON.parse(JSON.stringify(values)) as LabSettings

/** Written once for each picture, however much a page says. */
function useEntries({ log }: LabRig) {
  const entries = shallowRef<readonly LogEntry[]>([])
  let isDue = false
  const show = (): void => {
    isDue = false
    entries.value = log.entries
  }
  onScopeDispose(
    log.onEntry(() => {
      if (!isDue) requestAnimationFrame(show)
      isDue = true
    }),
  )
  return entries
}

export function useLab({ settings, place, admits }: LabOptions) {
  const status = shallowRef<PopStatus>({ kind: 'waiting' })
  const run = shallowRef<LabRun | null>(null)
  const session = ref<LabSessionName>('A')
  /** The page stands in a window of its own: nothing of it is seen here. */
  const isWindow = ref(false)
  const rig = new LabRig({
    place,
    admits,
    startRun: (body) => call('startLabRun', { body }),
    onStatus: (now) => void (status.value = now),
  })
  const entries = useEntries(rig)
  const steps = new RunSteps()
  const form = useForm<LabSettings>({ schema: () => labSettingsSchema, values: settings, guarded: false, send: open })
  const conformance = useConformance({
    log: rig.log,
    perform: (action, contact) => rig.perform(action, contact),
    open: async (...asked) => {
      isWindow.value = false
      return (run.value = await rig.open(...asked))
    },
  })
  const replay = useReplay(perform)

  async function open(values: LabSettings): Promise<void> {
    conformance.stop()
    replay.rewind()
    status.value = { kind: 'waiting' }
    run.value = await rig.open(values)
    isWindow.value = values.openMode === 'separate'
    steps.begin()
  }

  function perform(action: LabAction): void {
    if (!rig.isOpen) return
    steps.add(action)
    rig.perform(action, action.kind === 'frame' ? undefined : form.values.sessions[action.session])
  }

  /** Checks the settings, then opens the page against the script. */
  async function check(): Promise<void> {
    replay.stop()
    const parsed = labSettingsSchema.safeParse(form.values)
    if (parsed.success) await conformance.start(copyOf(form.values))
    else await form.submit()
  }

  const saved = (): LabRunFile => runFileOf(copyOf(form.values), steps.all)

  function load(file: LabRunFile): void {
    form.restart(file.settings)
    replay.load(file)
  }

  onScopeDispose(() => rig.close())
  return { form, session, isWindow, status, run, entries, replay, conformance, perform, check, saved, load }
}
export type Lab = ReturnType<typeof useLab>
