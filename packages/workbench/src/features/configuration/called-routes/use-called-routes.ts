// Called routes: what a customer dials and where it leads.
import { calledRoute, vocabulary, type CalledRoute, type SkillQueue } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const dialled = (route: { accessCode: string; extensionCode: string }): string => `${route.accessCode}${route.extensionCode}`

/** A code for calls leads to queues for calls, a code for text contacts to queues for those. */
export const servesMedia = (media: 'audioVideo' | 'multimedia', queueType: SkillQueue['type']): boolean =>
  (media === 'multimedia') === (queueType === 'multimedia')

export const useCalledRouteList = () => useList((question, signal) => call('listCalledRoutes', { query: listParams(question), signal }))

export const calledRouteDeletion = (route: CalledRoute) =>
  deletion(inLanguage(vocabulary.calledRoute), dialled(route), () => call('deleteCalledRoute', { params: { id: route.id } }))

interface RouteValues {
  accessCode: string
  extensionCode: string
  target: { kind: 'skillQueue'; queueId: number | null }
}

export function useCalledRouteForm(route: CalledRoute | null) {
  return useForm<RouteValues>({
    schema: () => calledRoute.input,
    values: {
      accessCode: route?.accessCode ?? '',
      extensionCode: route?.extensionCode ?? '',
      target: { kind: 'skillQueue', queueId: route?.target.queueId ?? null },
    },
    send: async (values) => {
      const body = calledRoute.input.parse(values)
      if (route === null) await call('createCalledRoute', { body })
      else await call('changeCalledRoute', { params: { id: route.id }, body: { ...body, version: route.version } })
    },
  })
}
