// `npm run lock`: adds to package-lock.json the optional packages of other platforms that `npm install` left out.
// npm leaves out what the registry in use does not offer, and `npm ci` then refuses the lock file everywhere. An entry
// with its platform is enough: a package of another platform is skipped, never fetched.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const lockFile = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

/** What a package's name says about its platform, such as `@oxfmt/binding-linux-arm64-musl`. */
export function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = processors.find((processor) => words.includes(processor))
  if (os === undefined || cpu === undefined) return undefined
  const libc = words.at(-1) === 'musl' ? ['musl'] : words.at(-1) === 'gnu' ? ['glibc'] : undefined
  return { cpu: [cpu], os: [os], ...(libc && { libc }) }
}

/** `[name, version]` of the optional packages that something in the lock file wants and that have no entry. */
export function missingOptional(lock) {
  const wanted = Object.values(lock.packages).flatMap((entry) => Object.entries(entry.optionalDependencies ?? {}))
  const places = Object.keys(lock.packages)
  return wanted.filter(([name]) => !places.some((place) => place.endsWith(`node_modules/${name}`)))
}

function complete(lock) {
  const added = missingOptional(lock).map(([name, version]) => {
    const platform = platformOf(name)
    if (platform === undefined) throw new Error(`${name} is missing in package-lock.json and its name tells no platform`)
    return [`node_modules/${name}`, { version, ...platform, optional: true }]
  })
  const [own, ...rest] = [...Object.entries(lock.packages), ...added]
  rest.sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...lock, packages: Object.fromEntries([own, ...rest]) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'))
  writeFileSync(lockFile, `${JSON.stringify(complete(lock), null, 2)}\n`)
}
