// One database cluster for a whole test run, with one migrated template; each test file copies the template.
// OPENSEAT_TEST_DATABASE_URL runs the same tests on another server (its role must be a superuser).

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../store/database.ts'
import { startEmbedded } from '../store/embedded/embedded-postgres.ts'
import { connect, type DatabaseAddress } from '../store/connection.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly testServer: DatabaseAddress
  }
}

export const templateName = 'openseat_test_template'

let server: TestServer | undefined

export async function setup(project: TestProject): Promise<void> {
  server = await testServer()
  await createTemplate(server.address)
  project.provide('testServer', server.address)
}

export async function teardown(): Promise<void> {
  await server?.close()
}

interface TestServer {
  readonly address: DatabaseAddress
  readonly close: () => Promise<void>
}

async function testServer(): Promise<TestServer> {
  const url = process.env['OPENSEAT_TEST_DATABASE_URL']
  if (url !== undefined) return { address: { url }, close: () => Promise.resolve() }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-test-'))
  await chmod(folder, 0o755)
  const embedded = await startEmbedded({ dataFolder: folder })
  return {
    address: embedded.connection,
    async close() {
      await embedded.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function createTemplate(address: DatabaseAddress): Promise<void> {
  const client = await connect({ address, name: 'test' })
  await client.query(`drop database if exists ${templateName} with (force)`)
  await client.query(`create database ${templateName}`)
  await client.end()
  const template = await openDatabase({ address: inDatabase(address, templateName), onError: () => undefined })
  await template.close()
}

/** The same server, another database. */
export function inDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!('url' in address)) return { ...address, database }
  const url = new URL(address.url)
  url.pathname = `/${database}`
  return { url: url.href }
}
