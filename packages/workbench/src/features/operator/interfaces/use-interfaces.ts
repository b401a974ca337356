// Customer interfaces as the operator sees them in a list.
import { vocabulary, type ListedInterface } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const useInterfaceList = () => useList((question, signal) => call('listCustomerInterfaces', { query: listParams(question), signal }))

export const interfaceDeletion = ({ id, name }: Pick<ListedInterface, 'id' | 'name'>) =>
  deletion(inLanguage(vocabulary.customerInterface), name, () => call('deleteCustomerInterface', { params: { interfaceId: id } }))
