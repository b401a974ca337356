import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

describe('the environment', () => {
  it('has the documented defaults', () => {
    expect(readEnv({})).toMatchObject({
      production: false,
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: undefined,
      sipPort: 5060,
      rtpPorts: { from: 20_000, to: 20_999 },
      examplesPort: 8090,
    })
  })

  it('names everything that is wrong at once, and no password', () => {
    const wrong = {
      OPENSEAT_PORT: '80800',
      OPENSEAT_RTP_PORTS: '300-200',
      DATABASE_URL: 'mysql://me:secret@host/x',
      OPENSEAT_KEK: 'short',
      OPENSEAT_LOG_LEVEL: 'loud',
    }
    expect(() => readEnv(wrong)).toThrow(/OPENSEAT_LOG_LEVEL[^]*OPENSEAT_PORT[^]*DATABASE_URL[^]*OPENSEAT_KEK[^]*OPENSEAT_RTP_PORTS/)
    expect(() => readEnv(wrong)).not.toThrow(/secret/)
  })

  it('requires a key in production', () => {
    expect(() => readEnv({ NODE_ENV: 'production' })).toThrow(/OPENSEAT_KEK is required/)
    const key = Buffer.alloc(32, 7).toString('base64')
    expect(readEnv({ NODE_ENV: 'production', OPENSEAT_KEK: key }).keyEncryptionKey?.length).toBe(32)
  })

  it('takes an empty variable for none', () => {
    expect(readEnv({ DATABASE_URL: '', OPENSEAT_PORT: ' ' })).toMatchObject({ databaseUrl: undefined, port: 8080 })
  })
})
