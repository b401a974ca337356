// The API described for machines (OpenAPI 3.1) and for people (a plain page), both made from the route table.

import { errorCatalogue, routes, type Route } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

const table: readonly (readonly [string, Route])[] = Object.entries(routes)

export function addApiDocument(server: FastifyInstance): void {
  // As bytes: turning the text into them anew took most of the time where strangers ask for it over and over.
  const document = Buffer.from(JSON.stringify(openApiDocument()))
  const page = Buffer.from(apiPage())
  server.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(document))
  server.get('/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
}

const description = `Refusals are application/problem+json (RFC 9457) with a stable \`code\`; of each wrong field they name the rule and the value.
A PUT takes what a GET gave: fields that can only be read are passed over, and \`version\` refuses a change made from an older state.
Bodies are JSON in UTF-8 unless said otherwise; another type is a 415, another method a 405 with \`Allow\`.`

export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of table) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'OpenSeat', version: '0.1.0', description },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'openseat_session' } },
      schemas: { Problem: problemSchema },
    },
  }
}

function operation(name: string, route: Route): Record<string, unknown> {
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary.en,
    description: `${route.summary.zh}. ${accessText(route)}`,
    ...(route.access === 'public' ? {} : { security: [{ session: [] }] }),
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: contentOf(route.body, route.upload) } }),
    responses: {
      ...answerOf(route),
      default: { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

const fileOf = (type: string) => ({ [type]: { schema: { type: 'string', format: 'binary' } } })

const contentOf = (body: z.ZodType, upload: Route['upload']) => (upload ? fileOf(upload.type) : json(schemaOf(body, 'input')))

function answerOf({ response, file }: Route): Record<string, unknown> {
  if (response !== undefined) return { 200: { description: 'Done', content: json(schemaOf(response, 'output')) } }
  if (file === undefined) return { 204: { description: 'Done' } }
  const content = fileOf(file)
  return { 200: { description: 'The file', content }, 206: { description: 'The part that `Range` asked for', content } }
}

function accessText({ access }: Route): string {
  if (access === 'public') return 'Open to anyone.'
  return access === 'loggedIn' ? 'Needs a log-in.' : `Needs one of the permissions: ${access.join(', ')}.`
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function parameters(place: 'path' | 'query', object: z.ZodObject | undefined): unknown[] {
  if (object === undefined) return []
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errorCatalogue) },
    detail: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, params: { type: 'object' }, message: { type: 'string' } },
      },
    },
  },
}

function apiPage(): string {
  const rows = table
    .map(([name, route]) => {
      const cells = [`<code>${route.method}</code>`, `<code>${route.path}</code>`, route.summary.zh, route.summary.en, accessText(route)]
      return `<tr id="${name}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    })
    .join('\n')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>OpenSeat API</title>
<style>body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1f2937}table{border-collapse:collapse}td,th{padding:.35rem .75rem;border-bottom:1px solid #e5e7eb;text-align:left}</style></head>
<body><h1>OpenSeat API</h1><p><a href="/api/openapi.json">OpenAPI 3.1</a></p>
<table><thead><tr><th>方法</th><th>地址</th><th>用途</th><th>Purpose</th><th>Access</th></tr></thead><tbody>
${rows}
</tbody></table></body></html>`
}
