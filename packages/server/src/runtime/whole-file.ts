// Small files that a start depends on: each is there whole or not at all, also after kill -9 or loss of power in the
// middle. What is left of a write that was killed is a temporary file beside it, which nobody reads.

import { link, open, rename, rm } from 'node:fs/promises'

export interface WholeFile {
  readonly file: string
  readonly text: string
  /** Permission bits; readable to everybody where not given. */
  readonly mode?: number
}

/** Puts the file there, in place of what was there. */
export async function replaceWhole(whole: WholeFile): Promise<void> {
  await rename(await writeBeside(whole), whole.file)
}

/** Puts the file there unless another program was faster; says whether this one did. */
export async function createWhole(whole: WholeFile): Promise<boolean> {
  const temporary = await writeBeside(whole)
  try {
    await link(temporary, whole.file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeBeside({ file, text, mode = 0o644 }: WholeFile): Promise<string> {
  const temporary = `${file}.${process.pid}`
  await rm(temporary, { force: true })
  const handle = await open(temporary, 'wx', mode)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return temporary
}
