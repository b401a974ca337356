// baresip (Debian package baresip-core) as a real SIP phone on loopback: says a tone, keeps what it hears, is led over TCP.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sineWave } from '@openseat/telephony/media/goertzel'
import { freePort } from '@openseat/telephony/sip/test-support/free-port'
import { until } from './sip-peer.ts'
import { pcmWave, secondsOfTone } from './tone-files.ts'

const program = 'baresip'
const modules = '/usr/lib/baresip/modules'

export const hasBaresip = spawnSync(program, ['-h'], { stdio: 'ignore' }).error === undefined
export const withoutBaresip = 'skipped: no baresip here (apt-get install baresip-core)'

export interface SoftphoneAccount {
  readonly userName: string
  readonly password: string
  readonly sipPort: number
  readonly transport?: 'udp' | 'tcp'
  readonly toneHz: number
}

/** `account`: further parameters of its address, such as `ptime=30`. `settings`: lines of its configuration. */
export interface BaresipHabits {
  readonly account?: string
  readonly settings?: string
}

/** One line of what baresip tells of its calls. */
interface BaresipEvent {
  readonly type?: string
  readonly param?: string
}

export class Baresip {
  readonly events: BaresipEvent[] = []
  readonly #folder: string
  readonly #child: ChildProcess
  readonly #control: Socket

  private constructor(folder: string, child: ChildProcess, control: Socket) {
    this.#folder = folder
    this.#child = child
    this.#control = control
    let text = ''
    control.on('data', (bytes) => {
      text += bytes.toString()
      for (let end = endOfFrame(text); end > 0; end = endOfFrame(text)) {
        this.events.push(JSON.parse(text.slice(text.indexOf(':') + 1, end - 1)) as BaresipEvent)
        text = text.slice(end)
      }
    })
  }

  static async start(account: SoftphoneAccount, habits: BaresipHabits = {}): Promise<Baresip> {
    const folder = await mkdtemp(path.join(tmpdir(), 'baresip-'))
    const port = await freePort()
    await writeFile(path.join(folder, 'in.wav'), pcmWave(sineWave(account.toneHz, 8000 * 60)))
    await writeFile(path.join(folder, 'config'), `${await configuration(folder, port)}${habits.settings ?? ''}\n`)
    const { userName, password, sipPort, transport = 'udp' } = account
    await writeFile(
      path.join(folder, 'accounts'),
      `<sip:${userName}@127.0.0.1:${sipPort};transport=${transport}>;auth_pass=${password};regint=60${habits.account === undefined ? '' : `;${habits.account}`}\n`,
    )
    await writeFile(path.join(folder, 'contacts'), '')
    const child = spawn(program, ['-f', folder], { cwd: folder, stdio: 'ignore' })
    const control = await controlOf(port, child)
    if (control !== null) return new Baresip(folder, child, control)
    await rm(folder, { recursive: true })
    return Baresip.start(account, habits)
  }

  async told(type: string): Promise<BaresipEvent> {
    const find = (): BaresipEvent | undefined => this.events.find((event) => event.type === type)
    await until(() => find() !== undefined)
    return find() ?? {}
  }

  /** Such as `dial` `4466`, `accept`, `hangup`, `hold`, `resume`, `sndcode` `5`. */
  command(command: string, params = ''): void {
    const text = JSON.stringify({ command, params })
    this.#control.write(`${Buffer.byteLength(text)}:${text},`)
  }

  /** Seconds of its last call, which is over, in which it heard the tone. */
  async heardSeconds(frequencyHz: number): Promise<number> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('-dec.wav')).sort()
    return secondsOfTone(path.join(this.#folder, files.at(-1) ?? ''), frequencyHz)
  }

  async close(): Promise<void> {
    this.#control.destroy()
    this.#child.kill('SIGKILL')
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Behind the first netstring `12:{...},` of a text; 0 when it is not whole yet. */
function endOfFrame(text: string): number {
  const length = /^(\d+):/.exec(text)
  const end = length ? length[0].length + Number(length[1]) + 1 : 0
  return end > 0 && end <= text.length ? end : 0
}

/** Null when the program has ended: one of its ports, free a moment ago, was taken in between. */
async function controlOf(port: number, child: ChildProcess): Promise<Socket | null> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    if (open) return socket
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return null
}

const configuration = async (folder: string, port: number): Promise<string> => `
sip_listen 127.0.0.1:${await freePort()}
net_interface 127.0.0.1
module_path ${modules}
module g711.so
module aufile.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
audio_player aufile,${folder}/out.wav
audio_source aufile,${folder}/in.wav
audio_alert aufile,${folder}/alert.wav
ctrl_tcp_listen 127.0.0.1:${port}
snd_path ${folder}
`
