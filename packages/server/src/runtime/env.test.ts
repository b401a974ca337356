import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

describe('the environment', () => {
  it('has the documented defaults', () => {
    expect(readEnv({})).toMatchObject({
      production: false,
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: undefined,
      sipHost: '127.0.0.1',
      sipPort: 5060,
      sipTls: undefined,
      sipUnknown: 'silence',
      sipContacts: [],
      outsideNetworks: [],
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

  it('reads where SIP is listened for and what it trusts', () => {
    const given = {
      OPENSEAT_HOST: '0.0.0.0',
      OPENSEAT_SIP_TLS_CERT: '/c.pem',
      OPENSEAT_SIP_TLS_KEY: '/k.pem',
      OPENSEAT_SIP_UNKNOWN: 'forbid',
      OPENSEAT_SIP_CONTACTS: '10.0.0.0/8, 192.0.2.7',
      OPENSEAT_OUTSIDE_NETWORKS: '10.0.0.0/8',
      OPENSEAT_KEK_OLDER: Buffer.alloc(32, 1).toString('base64'),
    }
    expect(readEnv(given)).toMatchObject({
      sipHost: '0.0.0.0',
      sipTls: { port: 5061, certificate: '/c.pem', key: '/k.pem', authorities: undefined },
      sipUnknown: 'forbid',
      sipContacts: ['10.0.0.0/8', '192.0.2.7'],
      outsideNetworks: ['10.0.0.0/8'],
      olderKeys: [Buffer.alloc(32, 1)],
    })
  })

  it('takes relays with the secret that their passwords are made with, and never says it', () => {
    const urls = 'turn:turn.example.com:3478, turns:turn.example.com:5349?transport=tcp'
    expect(readEnv({ OPENSEAT_TURN_URLS: urls, OPENSEAT_TURN_SECRET: 's' }).turn).toEqual({ urls: urls.split(', '), secret: 's' })
    expect(readEnv({}).turn).toBeUndefined()
    expect(() => readEnv({ OPENSEAT_TURN_URLS: urls })).toThrow(/OPENSEAT_TURN_SECRET/)
    expect(() => readEnv({ OPENSEAT_TURN_URLS: 'http://x', OPENSEAT_TURN_SECRET: 'hidden' })).toThrow(
      /^(?![^]*hidden)[^]*OPENSEAT_TURN_URLS/,
    )
  })

  it('refuses half a TLS, networks that are none, and other answers to strangers', () => {
    const wrong = { OPENSEAT_SIP_TLS_CERT: '/c.pem', OPENSEAT_SIP_CONTACTS: '10.0.0.0/33', OPENSEAT_SIP_UNKNOWN: 'loud' }
    expect(() => readEnv(wrong)).toThrow(/OPENSEAT_SIP_TLS_KEY[^]*OPENSEAT_SIP_UNKNOWN[^]*OPENSEAT_SIP_CONTACTS/)
    expect(() => readEnv({ OPENSEAT_KEK_OLDER: 'short' })).toThrow(/OPENSEAT_KEK_OLDER/)
  })

  it('waits as a standby only for a database that two programs can reach', () => {
    expect(readEnv({}).standby).toBe(false)
    expect(readEnv({ OPENSEAT_STANDBY: '1', DATABASE_URL: 'postgres://h/d' }).standby).toBe(true)
    expect(() => readEnv({ OPENSEAT_STANDBY: '1' })).toThrow(/OPENSEAT_STANDBY needs DATABASE_URL/)
    expect(() => readEnv({ OPENSEAT_STANDBY: 'yes', DATABASE_URL: 'postgres://h/d' })).toThrow(/OPENSEAT_STANDBY must be 0 or 1/)
  })

  it('takes an empty variable for none', () => {
    expect(readEnv({ DATABASE_URL: '', OPENSEAT_PORT: ' ' })).toMatchObject({ databaseUrl: undefined, port: 8080 })
  })
})
