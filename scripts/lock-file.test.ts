import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { missingOptional, platformOf } from './lock-file.mjs'

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly resolved?: string; readonly dev?: boolean; readonly optionalDependencies?: object }>
  >
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock

test('the lock file knows the optional packages of every platform (npm run lock adds them)', () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(200)
  expect(missingOptional(lock)).toEqual([])
})

test('the lock file says nowhere where a package was fetched from', () => {
  const addresses = Object.values(lock.packages).flatMap(({ resolved }) => (resolved?.includes('://') === true ? [resolved] : []))
  expect(addresses).toEqual([])
})

test.each([
  ['@oxfmt/binding-linux-arm64-musl', { cpu: ['arm64'], os: ['linux'], libc: ['musl'] }],
  ['@oxfmt/binding-linux-x64-gnu', { cpu: ['x64'], os: ['linux'], libc: ['glibc'] }],
  ['@oxlint-tsgolint/win32-arm64', { cpu: ['arm64'], os: ['win32'] }],
  ['@oxlint/binding-linux-arm-gnueabihf', { cpu: ['arm'], os: ['linux'] }],
  ['fsevents', undefined],
])('the platform of %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform)
})
