// The tenant's phones: the list, one phone's form, a new password.
import { phone as phones, vocabulary, type InputOf, type Phone, type RouteResponse } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { useForm, type FormSchema } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const usePhoneList = () => useList((question, signal) => call('listPhones', { query: listParams(question), signal }))

export const phoneDeletion = ({ id, userName }: Phone) =>
  deletion(inLanguage(vocabulary.phone), userName, () => call('deletePhone', { params: { id } }))

export type PhoneSecret = RouteResponse<'createPhone'>

export function resetting({ id, userName }: Phone, onReset: (secret: PhoneSecret) => void): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('phones.resetTitle', { name: userName }),
    consequence: t('phones.resetConsequence'),
    verb: t('phones.resetVerb'),
    removes: false,
    perform: async () => onReset(await call('resetPhonePassword', { params: { id } })),
  }
}

type PhoneValues = InputOf<typeof phones>

/** Everything but the user name, which is not changed later. */
function changeOf({ userName: _fixed, ...change }: PhoneValues) {
  return change
}

const changeSchema: FormSchema = {
  safeParse: (values, context) => phones.change.safeParse(changeOf(values as PhoneValues), context),
}

export function usePhoneForm(phone: Phone | null, onCreated: (secret: PhoneSecret) => void) {
  const { userName = '', displayName = '', number = '', enabled = true } = phone ?? {}
  return useForm<PhoneValues>({
    schema: () => (phone === null ? phones.input : changeSchema),
    values: { userName, displayName, number, enabled },
    send: async (values) => {
      if (phone === null) onCreated(await call('createPhone', { body: values }))
      else await call('changePhone', { params: { id: phone.id }, body: { ...changeOf(values), version: phone.version } })
    },
  })
}

/** What a phone's switch in the list sends; whoever switches last is right. */
export const switched = ({ displayName, number }: Phone, enabled: boolean) => ({ displayName, number, enabled })
