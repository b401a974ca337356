// Fetched with the first page that needs them: whoever only answers calls needs none.
export { enConfiguration } from './en/configuration.ts'
export { zhCNConfiguration } from './zh-CN/configuration.ts'
