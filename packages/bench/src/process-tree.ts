// What the processes of a server use: its own, those of its media, its database and what else it started.
import { execFileSync } from 'node:child_process'
import { usageOf } from './crowd.ts'

export interface TreeCpu {
  readonly server: number
  readonly media: number
  readonly database: number
  readonly others: number
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

function processes(): Process[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().trim().split('\n')
  return lines.map((line) => {
    const [pid = '', parent = '', ...command] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') }
  })
}

function treeOf(pid: number): Process[] {
  const all = processes()
  const within = new Set([pid])
  for (let grew = true; grew;) {
    const before = within.size
    for (const each of all) if (within.has(each.parent)) within.add(each.pid)
    grew = within.size > before
  }
  return all.filter((each) => within.has(each.pid))
}

/** CPU of the server with all its processes, the database among them, seconds. */
export const cpuOf = (pid: number): number => treeOf(pid).reduce((sum, each) => sum + cpuIfAlive(each.pid), 0)

/** The same by what the processes do. */
export function cpuByPart(pid: number): TreeCpu {
  const sum = { server: 0, media: 0, database: 0, others: 0 }
  for (const each of treeOf(pid)) sum[partOf(each, pid)] += cpuIfAlive(each.pid)
  return sum
}

function partOf({ pid, command }: Process, server: number): keyof TreeCpu {
  if (pid === server) return 'server'
  if (command.includes('media-worker')) return 'media'
  return command.includes('postgres') ? 'database' : 'others'
}

function cpuIfAlive(pid: number): number {
  try {
    return usageOf(pid).cpu
  } catch {
    return 0
  }
}
