// The keys of a widget: making, removing, and showing one that was made.
import type { RouteResponse, Widget } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n } from '../../../i18n/language.ts'
import type { SecretShown } from '../../../resource/screen.ts'
import type { DangerousAction } from '../../../ui/dangerous-action.ts'

const { t } = i18n.global
export type WidgetSecret = RouteResponse<'createWidget'>

export const addKey = ({ id }: Widget): Promise<WidgetSecret> => call('addWidgetKey', { params: { id } })

export const keyRemoval = ({ id }: Widget, keyId: string, onRemoved: (widget: Widget) => void): DangerousAction => ({
  title: t('widgets.keyRemoveTitle', { key: keyId }),
  consequence: t('widgets.keyRemoveConsequence'),
  verb: t('widgets.keyRemoveVerb'),
  removes: true,
  perform: async () => onRemoved(await call('removeWidgetKey', { params: { id, keyId } })),
})

export const keyShown = ({ widget, key }: WidgetSecret): SecretShown => ({
  title: t('widgets.keyMade', { name: widget.name }),
  login: widget.publicId,
  password: key,
  notice: t('widgets.keyOnce'),
  loginLabel: t('widgets.publicId'),
  passwordLabel: t('widgets.key'),
})
