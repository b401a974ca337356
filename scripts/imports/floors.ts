// Whether the folders of each package stand on the floors that .floors.mjs declares. Every folder that holds program files is a
// room of its own, whatever folder it lies in. A room imports from rooms of its own floor and of those below; what two rooms
// of one floor have of each other must not close a circle. Tests may look anywhere.

import path from 'node:path'
import { circlesIn, type Graph } from './circles.ts'
import type { Module } from './import-graph.ts'

/** Floor by name, from the ground up. A room is a folder, `.` for the source folder itself, or one file that is set apart from its folder. */
export type Floors = Readonly<Record<string, readonly string[]>>

/** By source folder, such as `packages/server/src`. */
export type HouseFloors = Readonly<Record<string, Floors>>

export interface FloorReport {
  readonly rooms: number
  readonly problems: readonly string[]
}

export const isProgram = (file: string): boolean => !/\.test\.ts$|(^|\/)(test-support|tests)\//.test(file)

/** The source folder that a file belongs to; undefined for configuration beside it. */
export const sourceFolderOf = (file: string): string | undefined => /^(packages\/[^/]+|examples)\/src(?=\/)/.exec(file)?.[0]

/** One problem per line of text; none where all keep to the floors. */
export function checkFloors(modules: readonly Module[], house: HouseFloors): FloorReport {
  const program = modules.filter(({ file }) => isProgram(file) && sourceFolderOf(file) !== undefined)
  const bySource = Map.groupBy(program, ({ file }) => sourceFolderOf(file) ?? '')
  const missing = [...bySource.keys()].filter((source) => house[source] === undefined).map((source) => `${source}: no floors are declared`)
  const checks = Object.entries(house).map(([source, floors]) => new SourceFolder(source, floors).check(bySource.get(source) ?? []))
  return {
    rooms: checks.reduce((total, { rooms }) => total + rooms, 0),
    problems: [...missing, ...checks.flatMap(({ problems }) => problems)],
  }
}

interface Arrow {
  readonly from: string
  readonly to: string
}

class SourceFolder {
  readonly #source: string
  readonly #floorNames: readonly string[]
  readonly #floorOf = new Map<string, number>()
  readonly #twice: string[] = []

  constructor(source: string, floors: Floors) {
    this.#source = source
    this.#floorNames = Object.keys(floors)
    for (const [level, rooms] of Object.values(floors).entries())
      for (const room of rooms) {
        if (this.#floorOf.has(room)) this.#twice.push(room)
        this.#floorOf.set(room, level)
      }
  }

  check(modules: readonly Module[]): FloorReport {
    const rooms = new Set(modules.map(({ file }) => this.#roomOf(file)))
    const arrows = modules.flatMap(({ file, imports }) => this.#arrowsOf(file, imports))
    return {
      rooms: rooms.size,
      problems: [
        ...this.#twice.map((room) => `${this.#source}: ${room} is on two floors`),
        ...[...rooms].filter((room) => !this.#floorOf.has(room)).map((room) => `${this.#source}/${room}: on no floor`),
        ...[...this.#floorOf.keys()]
          .filter((room) => !rooms.has(room))
          .map((room) => `${this.#source}: nothing is at ${room}, a declared room`),
        ...arrows.filter((arrow) => this.#isUpward(arrow)).map((arrow) => `upward: ${this.#told(arrow.from)} → ${this.#told(arrow.to)}`),
        ...this.#circles(arrows),
      ],
    }
  }

  /** The file itself where it is declared, else its folder. */
  #roomOf(file: string): string {
    const inside = file.slice(this.#source.length + 1)
    return this.#floorOf.has(inside) ? inside : path.posix.dirname(inside)
  }

  #arrowsOf(from: string, imports: readonly string[]): Arrow[] {
    const inHouse = imports.filter((to) => sourceFolderOf(to) === this.#source && isProgram(to))
    return [...new Set(inHouse)].filter((to) => this.#roomOf(to) !== this.#roomOf(from)).map((to) => ({ from, to }))
  }

  #levelOf(file: string): number | undefined {
    return this.#floorOf.get(this.#roomOf(file))
  }

  #isUpward({ from, to }: Arrow): boolean {
    return (this.#levelOf(from) ?? Infinity) < (this.#levelOf(to) ?? -Infinity)
  }

  #told(file: string): string {
    return `${file} (floor ${this.#floorNames[this.#levelOf(file) ?? -1] ?? 'none'})`
  }

  #circles(arrows: readonly Arrow[]): string[] {
    const graph = roomGraph(arrows.map(({ from, to }) => ({ from: this.#roomOf(from), to: this.#roomOf(to) })))
    return circlesIn(graph).map((circle) => {
      const inside = arrows.filter(({ from, to }) => circle.includes(this.#roomOf(from)) && circle.includes(this.#roomOf(to)))
      const lines = inside.map(({ from, to }) => `  ${this.#told(from)} → ${this.#told(to)}`)
      return [`circle of ${circle.length} rooms in ${this.#source}: ${circle.join(', ')}`, ...lines].join('\n')
    })
  }
}

function roomGraph(arrows: readonly Arrow[]): Graph {
  const graph = new Map<string, Set<string>>()
  for (const { from, to } of arrows) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  return graph
}
