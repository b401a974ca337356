// The lab inside the product: for those who may see the tenant's pops, with the tenant's allowlist.
import { AppError } from '@openseat/contracts'
import { isListed, type AllowListRule } from '@openseat/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { PageHints } from '../pops/page-hints.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { addPageDocuments } from '../pops/page-documents.ts'
import { addPublishedKeys } from '../pops/published-keys.ts'
import { addressProblems } from '../settings/screen-pops.ts'
import type { LabRuns } from './lab-runs.ts'
import { labPath } from './passing-key.ts'

export interface LabParts {
  readonly runs: LabRuns
  readonly allowListOf: (tenantId: number) => Promise<readonly AllowListRule[]>
  readonly workbenchOrigin: string
}

const ownerOf = ({ tenantId, staffId }: Person): string => `${tenantId}/${staffId}`

export function labHandlers({ runs, allowListOf, workbenchOrigin }: LabParts): HandlersOf<'startLabRun'> {
  return {
    async startLabRun({ person, body, context }) {
      refuseIfAny(addressProblems(body.url, context.ownOrigins, await allowListOf(person.tenantId)))
      return runs.start(body, { owner: ownerOf(person), tenant: person.tenantCode, workbenchOrigin })
    },
  }
}

interface LabDocumentParts extends LabParts {
  readonly hints: PageHints
  readonly personOf: (request: FastifyRequest) => Promise<Person | undefined>
}

export function addLabDocuments(server: FastifyInstance, { runs, allowListOf, personOf, ...parts }: LabDocumentParts): void {
  addPublishedKeys(server, runs.keys, labPath)
  addPageDocuments<{ runId: string }>(server, {
    ...parts,
    framedBy: () => parts.workbenchOrigin,
    path: '/pop/lab/:runId',
    async find(request) {
      const person = await personOf(request)
      if (!person) throw new AppError('LOGIN_REQUIRED')
      if (!may(person, 'screenPop.read') && !may(person, 'screenPop.manage')) throw new AppError('PERMISSION_MISSING')
      const { runId } = request.params
      const page = runs.pageOf(ownerOf(person), runId)
      if (!page) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: runId })
      const allowList = await allowListOf(person.tenantId)
      if (!isListed(allowList, page.url)) throw new AppError('ADDRESS_NOT_LISTED', { origin: new URL(page.url).origin })
      return { page, allowList, tenantId: person.tenantId }
    },
  })
}
