// The example enterprise's server, on an origin of its own. It ends with the program that started it.

import { createEnterprise } from './enterprise.ts'

const port = Number(process.env['OPENSEAT_EXAMPLES_PORT'] ?? 8090)
const [desk, tenant, publicId, key] = ['DESK', 'TENANT', 'WIDGET', 'WIDGET_KEY'].map((name) => process.env[`OPENSEAT_EXAMPLES_${name}`])
const enterprise = await createEnterprise(port, desk && tenant && publicId && key ? { desk, tenant, publicId, key } : undefined)

const stop = (): void => {
  void enterprise.close().then(() => process.exit(0))
}
process.on('disconnect', stop)
process.on('SIGTERM', stop)
// A terminal's Ctrl-C reaches the parent too; it disconnects when it has stopped.
process.on('SIGINT', () => {
  if (!process.connected) stop()
})
