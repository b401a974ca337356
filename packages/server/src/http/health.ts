// For operators and their tools: alive (the process answers), ready (so does the database), and the metrics.

import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export interface HealthOptions {
  /** Resolves when the database answers. */
  readonly ping: () => Promise<void>
  readonly metrics: Registry
}

const pingLimitMs = 2_000

export function addHealth(server: FastifyInstance, { ping, metrics }: HealthOptions): void {
  server.get('/healthz', async () => ({ status: 'alive' }))
  server.get('/readyz', async (_request, reply) => {
    const ready = await answersInTime(ping)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'database unavailable' })
  })
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
  measureRequests(server, metrics)
}

async function answersInTime(ping: () => Promise<void>): Promise<boolean> {
  const tooLate = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), pingLimitMs).unref())
  const answered = ping().then(
    () => true,
    () => false,
  )
  return Promise.race([answered, tooLate])
}

/** A registry with the process's own figures; app.ts adds others to it. */
export function createMetrics(): Registry {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics, prefix: 'openseat_' })
  return metrics
}

function measureRequests(server: FastifyInstance, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'openseat_http_request_seconds',
    help: 'Time to answer a request, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [metrics],
  })
  server.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }
    seconds.observe(labels, reply.elapsedTime / 1000)
  })
}
