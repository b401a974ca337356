// A declared resource from the browser: its list, its form, changing and deleting. Paths and shapes are the route table's.
import {
  capital,
  emptyValues,
  paramOf,
  vocabulary,
  type Field,
  type ObjectOf,
  type Page,
  type Resource,
  type RouteName,
} from '@openseat/contracts'
import { call, type CallInput } from '../api/call.ts'
import { inLanguage } from '../i18n/language.ts'
import { deletion, type DangerousAction } from '../ui/dangerous-action.ts'
import { useForm, type Form, type FormSchema, type FormValues } from '../ui/use-form.ts'
import { listParams, useList, type ListState } from '../ui/use-list.ts'
import type { Screen } from './screen.ts'

type Verb = 'list' | 'get' | 'create' | 'change' | 'delete'

/** Calls the resource's own route; what it answers is what the declaration says. */
function callOf(resource: Resource, verb: Verb, input: CallInput<RouteName>): Promise<unknown> {
  const name = `${verb}${verb === 'list' ? resource.plural : capital(resource.name)}`
  return call(name as RouteName, input)
}

export const keyOf = (resource: Resource, object: object): string | number =>
  (object as Record<string, string | number>)[resource.key ?? 'id'] ?? ''

const paramsOf = (resource: Resource, key: string | number) => ({ [paramOf(resource)]: key }) as CallInput<RouteName>['params']

/** One page of the resource's list. */
export const listObjects = <R extends Resource>(resource: R, query: object, signal: AbortSignal): Promise<Page<ObjectOf<R>>> =>
  callOf(resource, 'list', { query, signal }) as Promise<Page<ObjectOf<R>>>

export function useResourceList<R extends Resource>(resource: R): ListState<ObjectOf<R>> {
  return useList(
    (question, signal) => {
      const chosen = Object.entries(question.filters).filter(([, value]) => value !== '')
      return listObjects(resource, { ...listParams(question), ...Object.fromEntries(chosen) }, signal)
    },
    Object.keys(resource.list.filters ?? {}),
  )
}

export const readObject = <R extends Resource>(resource: R, key: string | number): Promise<ObjectOf<R>> =>
  callOf(resource, 'get', { params: paramsOf(resource, key) }) as Promise<ObjectOf<R>>

export const nameOf = <R extends Resource>({ resource, named }: Screen<R>, row: ObjectOf<R>): string =>
  named?.(row) ?? resource.named(row as never)

export function resourceDeletion<R extends Resource>(screen: Screen<R>, row: ObjectOf<R>): DangerousAction {
  const { resource } = screen
  return deletion(inLanguage(vocabulary[resource.name]), nameOf(screen, row), () =>
    callOf(resource, 'delete', { params: paramsOf(resource, keyOf(resource, row)) }),
  )
}

const writtenFields = (resource: Resource): [string, Field][] =>
  Object.entries<Field>(resource.fields).filter(([, field]) => field.input !== null)

/** The fields that a request may change, as the object has them; a field that is never read begins empty. */
export function valuesOf(resource: Resource, object: object | null): FormValues {
  const empty = emptyValues(resource)
  if (object === null) return empty
  const stored = object as FormValues
  return Object.fromEntries(writtenFields(resource).map(([name, field]) => [name, field.output === null ? empty[name] : stored[name]]))
}

function changeOf(resource: Resource, values: FormValues): FormValues {
  const fixed = new Set(writtenFields(resource).flatMap(([name, field]) => (field.fixed ? [name] : [])))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !fixed.has(name)))
}

/** Sends a change; without a version the last one wins. */
export const sendChange = (resource: Resource, key: string | number, body: FormValues): Promise<unknown> =>
  callOf(resource, 'change', { params: paramsOf(resource, key), body })

/** Changes some fields of a row as the list shows it; whoever changes last is right. */
export const changeFields = (resource: Resource, row: object, change: FormValues): Promise<unknown> =>
  sendChange(resource, keyOf(resource, row), { ...changeOf(resource, valuesOf(resource, row)), ...change })

export function useResourceForm<R extends Resource>(
  screen: Screen<R>,
  object: ObjectOf<R> | null,
  onCreated: (answer: unknown) => void,
): Form {
  const { resource } = screen
  const request = (values: FormValues): FormValues => screen.request?.(values) ?? values
  const bodyOf = (values: FormValues): FormValues => (object === null ? request(values) : changeOf(resource, request(values)))
  const schema: FormSchema = {
    safeParse(values, context) {
      const parsed = (object === null ? resource.input : resource.change).safeParse(bodyOf(values as FormValues), context)
      if (!parsed.success && screen.shallowProblems === true) {
        for (const issue of parsed.error.issues as { path: PropertyKey[] }[]) issue.path = issue.path.slice(0, 1)
      }
      return parsed
    },
  }
  return useForm<FormValues>({
    schema: () => schema,
    values: screen.values?.(object) ?? valuesOf(resource, object),
    send: async (values) => {
      const body = bodyOf(values)
      if (object === null) onCreated(await callOf(resource, 'create', { body }))
      else await sendChange(resource, keyOf(resource, object), { ...body, version: (object as FormValues)['version'] })
    },
  })
}
