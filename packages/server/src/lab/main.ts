// `npm run lab -- URL [URL ...]`: the lab by itself, for these pages.
import { originOf } from '@openseat/domain'
import { openLab } from './lab-server.ts'

const addresses = process.argv.slice(2)
const wrong = addresses.filter((address) => originOf(address) === null)
const port = Number(process.env['OPENSEAT_LAB_PORT'] ?? 8070)

if (addresses.length === 0 || wrong.length > 0) {
  for (const address of wrong) process.stderr.write(`${address} is not an http or https address.\n`)
  process.stderr.write('Usage: npm run lab -- URL [URL ...]   pages of yours that the lab may open, each with http:// or https://\n')
  process.exitCode = 2
} else {
  const origins = [...new Set(addresses.flatMap((address) => originOf(address) ?? []))]
  const lab = await openLab({ port, origins }).catch((error: unknown) => {
    process.stderr.write(`The lab could not start on port ${port} (${String(error)}). OPENSEAT_LAB_PORT takes another.\n`)
    process.exitCode = 1
  })
  if (lab) {
    process.stdout.write(`\nThe lab is ready:  ${lab.origin}/?url=${encodeURIComponent(addresses[0] ?? '')}\n\nCtrl+C ends it.\n`)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lab.close())
  }
}
