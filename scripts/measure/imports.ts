// Circles among files and among folders, and imports that lead upward where a checkout declares its floors.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { circlesIn } from '../imports/circles.ts'
import { checkFloors, isProgram, sourceFolderOf, type HouseFloors } from '../imports/floors.ts'
import { readImports, type Module } from '../imports/import-graph.ts'

export interface ImportMeasures {
  readonly fileCircles: readonly (readonly string[])[]
  readonly folderCircles: readonly (readonly string[])[]
  /** Null where no floors are declared. */
  readonly upward: number | null
}

/** Of the checkout at `root`, an absolute path. */
export async function importMeasures(root: string): Promise<ImportMeasures> {
  const { modules } = await readImports(root, ['packages', 'examples'])
  const program = modules.filter(({ file }) => isProgram(file) && sourceFolderOf(file) !== undefined)
  return {
    fileCircles: circlesAmong(program, (file) => file),
    folderCircles: circlesAmong(program, roomOf),
    upward: await upwardIn(root, modules),
  }
}

/** A file's folder; a package's door, the `index.ts` of its source folder, is apart: it opens the folders that rest on its neighbours. */
function roomOf(file: string): string {
  return file === `${sourceFolderOf(file) ?? ''}/index.ts` ? file : path.posix.dirname(file)
}

/** Within packages: between them circles are refused by name. */
function circlesAmong(modules: readonly Module[], placeOf: (file: string) => string): string[][] {
  const graph = new Map<string, Set<string>>()
  for (const { file, imports } of modules) {
    const inside = imports.filter((to) => isProgram(to) && sourceFolderOf(to) === sourceFolderOf(file)).map(placeOf)
    const others = inside.filter((place) => place !== placeOf(file))
    graph.set(placeOf(file), new Set([...(graph.get(placeOf(file)) ?? []), ...others]))
  }
  return circlesIn(graph)
}

async function upwardIn(root: string, modules: readonly Module[]): Promise<number | null> {
  const file = path.join(root, '.floors.mjs')
  if (!existsSync(file)) return null
  const { floors } = (await import(pathToFileURL(file).href)) as { floors: HouseFloors }
  return checkFloors(modules, floors).problems.filter((problem) => problem.startsWith('upward')).length
}
