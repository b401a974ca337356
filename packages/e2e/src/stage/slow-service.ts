// A company's service that answers nobody in time, in this process: it lives on when the program is killed.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RestClient } from './rest-client.ts'
import type { Stage } from './stage.ts'

export const slowServiceName = '慢接口'

/** Registered for the demo's tenant. */
export async function openSlowService(stage: Stage): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stage.owns(async () => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const operator = await RestClient.logIn(stage.openSeat.origin, 'operator')
  const url = `http://127.0.0.1:${port}/`
  await operator.call('createCustomerInterface', { body: { name: slowServiceName, url, tenantIds: [1], allowPrivate: true } })
}
