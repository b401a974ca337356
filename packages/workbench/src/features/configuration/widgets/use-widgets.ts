// The tenant's web call widgets: the list, one widget's form, its keys.
import { limits, vocabulary, widget as widgets, type RouteBodyInput, type RouteResponse, type Widget } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { useForm, type FormSchema } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export type WidgetSecret = RouteResponse<'createWidget'>

export const useWidgetList = () => useList((question, signal) => call('listWidgets', { query: listParams(question), signal }))

export const widgetDeletion = ({ id, name }: Widget) =>
  deletion(inLanguage(vocabulary.widget), name, () => call('deleteWidget', { params: { id } }))

export function keyRemoval({ id }: Widget, keyId: string, onRemoved: (widget: Widget) => void): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('widgets.keyRemoveTitle', { key: keyId }),
    consequence: t('widgets.keyRemoveConsequence'),
    verb: t('widgets.keyRemoveVerb'),
    removes: true,
    perform: async () => onRemoved(await call('removeWidgetKey', { params: { id, keyId } })),
  }
}

export const addKey = ({ id }: Widget): Promise<WidgetSecret> => call('addWidgetKey', { params: { id } })

/** What a widget's switch in the list sends; whoever switches last is right. */
export function switched(
  { name, accessCode, media, origins, anonymous, maxCalls }: Widget,
  enabled: boolean,
): RouteBodyInput<'createWidget'> {
  return { name, accessCode, media, origins, anonymous, maxCalls, enabled }
}

/** As typed: one origin in each line. */
type WidgetValues = Required<Omit<RouteBodyInput<'createWidget'>, 'version' | 'origins'>> & { origins: string }

const bodyOf = (values: WidgetValues): Omit<RouteBodyInput<'createWidget'>, 'version'> => ({
  ...values,
  origins: values.origins.split(/[\s,，]+/).filter((origin) => origin !== ''),
})

/** Problems of one origin are shown at the field that all of them are typed into. */
const schema: FormSchema = {
  safeParse(values, context) {
    const parsed = widgets.input.safeParse(bodyOf(values as WidgetValues), context)
    if (parsed.success) return parsed
    for (const issue of parsed.error.issues as { path: PropertyKey[] }[]) issue.path = issue.path.slice(0, 1)
    return parsed
  },
}

function valuesOf(widget: Widget | null): WidgetValues {
  if (widget === null) {
    return { name: '', accessCode: '', media: 'audio', origins: '', anonymous: false, maxCalls: limits.widgetCalls.default, enabled: true }
  }
  const { name, accessCode, media, origins, anonymous, maxCalls, enabled } = widget
  return { name, accessCode, media, origins: origins.join('\n'), anonymous, maxCalls, enabled }
}

export function useWidgetForm(widget: Widget | null, onCreated: (secret: WidgetSecret) => void) {
  return useForm<WidgetValues>({
    schema: () => schema,
    values: valuesOf(widget),
    send: async (values) => {
      const body = bodyOf(values)
      if (widget === null) onCreated(await call('createWidget', { body }))
      else await call('changeWidget', { params: { id: widget.id }, body: { ...body, version: widget.version } })
    },
  })
}
