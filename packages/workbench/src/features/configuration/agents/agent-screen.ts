// Agents: the work numbers with their account and their skills.
import { agent, agentKindWords, agentRoleWords, type Agent } from '@openseat/contracts'
import { i18n, inLanguage, listWords } from '../../../i18n/language.ts'
import { useQueues } from '../../../resource/lookups.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen, wordChoices } from '../../../resource/screen.ts'
import { agentValues, newAgent, requestOf, type AgentValues } from './agent-values.ts'
import AgentFields from './AgentFields.vue'
import BatchButton from './BatchButton.vue'

const { t } = i18n.global

const accountOf = ({ account, staffName }: Agent): string => (account ? `${account} · ${staffName ?? ''}` : t('agents.unbound'))
const skillsOf = ({ skillGroupName, skills }: Agent): string =>
  skillGroupName === null
    ? listWords(skills.map((skill) => `${skill.queueName} ${skill.level}`))
    : t('agents.ofGroup', { name: skillGroupName })

export const page = resourcePage(
  defineScreen(agent, {
    words: 'agents',
    headAction: BatchButton,
    columns: () => [
      { key: 'agentNumber', label: t('agents.number'), sortable: true, width: '110px', text: (row) => row.agentNumber },
      { key: 'account', label: t('agents.account'), width: '22%', text: accountOf },
      { key: 'kind', label: t('agents.kind'), sortable: true, width: '110px', text: (row) => inLanguage(agentKindWords[row.kind]) },
      { key: 'role', label: t('agents.role'), sortable: true, width: '136px', text: (row) => inLanguage(agentRoleWords[row.role]) },
      { key: 'skills', label: t('agents.skills'), text: skillsOf },
    ],
    use: () => useQueues().rows,
    filters: (queues) => [
      { name: 'kind', label: t('agents.kind'), options: wordChoices(agentKindWords) },
      { name: 'role', label: t('agents.role'), options: wordChoices(agentRoleWords) },
      { name: 'queueId', label: t('agents.skills'), options: queues.value.map(({ id, name }) => ({ value: String(id), label: name })) },
    ],
    body: AgentFields,
    values: (row) => ({ ...(row === null ? newAgent : agentValues(row)) }),
    request: (values) => requestOf(values as unknown as AgentValues),
  }),
)
