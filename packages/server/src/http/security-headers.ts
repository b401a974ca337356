// Headers on every response. Nobody frames us, nothing is guessed, and the workbench loads from its own origin only.
// A route that must differ (the wrapper of an embedded page) sets its own Content-Security-Policy.

import type { FastifyInstance } from 'fastify'

const policy = [
  `default-src 'self'`,
  `script-src 'self'`,
  // Element Plus sets style attributes.
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `media-src 'self' blob:`,
  `connect-src 'self'`,
  `frame-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ')

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'cross-origin-resource-policy': 'same-origin',
  // A process of our own, so that a page of a neighbouring address (same host or domain) that loops or shows a dialog stops itself only.
  'origin-agent-cluster': '?1',
  // The wrapper of an embedded page passes on what the page's record grants, and can pass on only what the workbench has.
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), payment=()',
}

export function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    // A page with its own policy decides itself who may frame it; the old header would overrule nothing but confuse.
    if (reply.getHeader('content-security-policy') !== policy) reply.removeHeader('x-frame-options')
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}
