// Trunks and outbound routes as the operator keeps them.
import { limits, outboundRoute, trunk as trunks, vocabulary, type OutboundRoute, type InputOf, type Trunk } from '@openseat/contracts'
import { call } from '../../api/call.ts'
import { i18n, inLanguage, listWords } from '../../i18n/language.ts'
import { deletion } from '../../ui/dangerous-action.ts'
import { useForm } from '../../ui/use-form.ts'
import { listParams, useList } from '../../ui/use-list.ts'

export const stateTones = {
  disabled: 'plain',
  unknown: 'plain',
  registered: 'good',
  reachable: 'good',
  unregistered: 'bad',
  unreachable: 'bad',
} as const satisfies Record<Trunk['state'], string>

export const useTrunkList = () => useList((question, signal) => call('listTrunks', { query: listParams(question), signal }))

export const trunkDeletion = ({ id, name }: Trunk) =>
  deletion(inLanguage(vocabulary.trunk), name, () => call('deleteTrunk', { params: { trunkId: id } }))

/** The far side in one line: `sip.carrier.example:5060 · UDP`. */
export const targetOf = ({ host, port, transport }: Trunk): string => `${host}:${port} · ${transport.toUpperCase()}`

type TrunkValues = Omit<InputOf<typeof trunks>, 'version'>

const newTrunk: TrunkValues = {
  name: '',
  mode: 'ipAuthenticated',
  host: '',
  port: limits.sipPort.default,
  transport: 'udp',
  addresses: '',
  user: '',
  password: '',
  numberRanges: '',
  callerNumber: '',
  codecs: 'pcma,pcmu',
  maxCalls: limits.trunkCalls.default,
  secureMedia: 'no',
  trustsData: false,
  probeSeconds: limits.probeSeconds.default,
  enabled: true,
  position: limits.trunkPosition.default,
}

export function trunkValues(trunk: Trunk): TrunkValues {
  const { id: _id, hasPassword: _hasPassword, state: _state, since: _since, calls: _calls, version: _version, ...values } = trunk
  return { ...values, password: '' }
}

export function useTrunkForm(trunk: Trunk | null) {
  return useForm<TrunkValues>({
    schema: () => trunks.input,
    values: trunk === null ? newTrunk : trunkValues(trunk),
    send: async (body) => {
      if (trunk === null) await call('createTrunk', { body })
      else await call('changeTrunk', { params: { trunkId: trunk.id }, body: { ...body, version: trunk.version } })
    },
  })
}

export const useOutboundRouteList = () => useList((question, signal) => call('listOutboundRoutes', { query: listParams(question), signal }))

/** `021*`, or the words for any number. */
export const prefixOf = ({ prefix }: Pick<OutboundRoute, 'prefix'>): string =>
  prefix === '' ? i18n.global.t('outbound.anyNumber') : `${prefix}*`

export const routeDeletion = (route: OutboundRoute) =>
  deletion(inLanguage(vocabulary.outboundRoute), prefixOf(route), () => call('deleteOutboundRoute', { params: { routeId: route.id } }))

/** What becomes of the number, in words. */
export function changeText({ stripDigits, prepend }: OutboundRoute): string {
  const { t } = i18n.global
  const parts = [
    ...(stripDigits > 0 ? [t('outbound.strip', { count: stripDigits })] : []),
    ...(prepend === '' ? [] : [t('outbound.prepend', { digits: prepend })]),
  ]
  return parts.length === 0 ? t('outbound.asDialled') : listWords(parts)
}

type RouteValues = Omit<InputOf<typeof outboundRoute>, 'version'>

export function useOutboundRouteForm(route: OutboundRoute | null) {
  const { prefix = '', stripDigits = 0, prepend = '', trunkIds = [] } = route ?? {}
  return useForm<RouteValues>({
    schema: () => outboundRoute.input,
    values: { prefix, stripDigits, prepend, trunkIds: [...trunkIds] },
    send: async (body) => {
      if (route === null) await call('createOutboundRoute', { body })
      else await call('changeOutboundRoute', { params: { routeId: route.id }, body: { ...body, version: route.version } })
    },
  })
}
