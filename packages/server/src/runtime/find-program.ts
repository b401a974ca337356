// Programs of the system that we use where they are installed.
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Its absolute path; undefined when no folder of PATH has it. */
export const findProgram = (name: string, folders = process.env['PATH'] ?? ''): string | undefined =>
  folders
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isProgram)

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
