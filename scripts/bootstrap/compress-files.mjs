// Compresses the built files once, beside themselves, so that no request pays for it: Brotli and gzip at their best.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)
const texts = /\.(js|css|html|svg|json|txt)$/
/** Below, the headers weigh more than what is saved. */
const smallestBytes = 1_024

/** @param {string} folder everything below it */
export async function compressFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))
  const wanted = files.filter((file) => texts.test(file) && statSync(file).size >= smallestBytes)
  await Promise.all(wanted.map(compress))
}

async function compress(file) {
  const content = readFileSync(file)
  const size = { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  writeFileSync(`${file}.br`, await brotli(content, { params: size }))
  writeFileSync(`${file}.gz`, await gzip(content, { level: 9 }))
}
