// Bringing a flow in: a file or a pasted text, what it names and what of that is here, then the flows as drafts.
import { type FileReference, type Flow, type FlowFile, type FlowMapping, flowMappingSchema, type RouteResponse } from '@openseat/contracts'
import { reactive, ref, shallowRef } from 'vue'
import { asFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { readFile } from './read-flow.ts'

export type CheckedFile = RouteResponse<'checkFlowFile'>

/** Key of a reference in the choices. */
export const keyOf = ({ kind, key }: Pick<FileReference, 'kind' | 'key'>): string => `${kind}:${key}`

export function useFlowImport() {
  const file = shallowRef<FlowFile | null>(null)
  const checked = shallowRef<CheckedFile | null>(null)
  const fault = ref('')
  const busy = ref(false)
  /** By reference; null: left open. */
  const chosen = reactive<Record<string, string | number | null>>({})

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    busy.value = true
    fault.value = ''
    try {
      return await work()
    } catch (error) {
      fault.value = failureText(asFailure(error))
      return undefined
    } finally {
      busy.value = false
    }
  }

  async function take(text: string): Promise<void> {
    checked.value = null
    const found = readFile(text)
    if ('fault' in found) return void (fault.value = found.fault)
    file.value = found.file
    checked.value = (await attempt(() => call('checkFlowFile', { body: { file: found.file } }))) ?? null
    for (const reference of checked.value?.references ?? []) chosen[keyOf(reference)] = reference.match
  }

  async function bring(): Promise<readonly Flow[]> {
    if (!file.value || !checked.value) return []
    const body = { file: file.value, mapping: mappingOf(checked.value.references, chosen) }
    return (await attempt(() => call('importFlow', { body })))?.flows ?? []
  }

  function again(): void {
    checked.value = null
    file.value = null
    fault.value = ''
  }
  return { checked, fault, busy, chosen, take, bring, again }
}

export function mappingOf(references: readonly FileReference[], chosen: Readonly<Record<string, string | number | null>>): FlowMapping {
  const mapping: Record<string, Record<string, string | number | null>> = {}
  for (const reference of references) {
    const { kind, key } = reference
    mapping[kind] = { ...mapping[kind], [key]: chosen[keyOf(reference)] ?? null }
  }
  return flowMappingSchema.parse(mapping)
}
