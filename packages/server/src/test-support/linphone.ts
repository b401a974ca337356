// Linphone's console program (Debian package linphone-cli) as a real softphone on loopback: says a tone, keeps what it hears.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sineWave } from '@openseat/telephony/media/goertzel'
import { freePort } from '@openseat/telephony/sip/test-support/free-port'
import type { SoftphoneAccount } from './baresip.ts'
import { until } from './sip-peer.ts'
import { pcmWave, secondsOfTone } from './tone-files.ts'

const program = 'linphonec'

export const hasLinphone = spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
export const withoutLinphone = 'skipped: no linphonec here (apt-get install linphone-cli)'

export class Linphone {
  readonly #folder: string
  readonly #child: ChildProcess
  /** All that it wrote. */
  said = ''

  private constructor(folder: string, child: ChildProcess) {
    this.#folder = folder
    this.#child = child
    child.stdout?.on('data', (bytes: Buffer) => (this.said += bytes.toString()))
  }

  static async start(account: SoftphoneAccount): Promise<Linphone> {
    const folder = await mkdtemp(path.join(tmpdir(), 'linphone-'))
    await mkdir(path.join(folder, '.local/share/linphone'), { recursive: true })
    await writeFile(path.join(folder, 'in.wav'), pcmWave(sineWave(account.toneHz, 8000 * 60)))
    await writeFile(path.join(folder, 'rc'), await configuration(account))
    const child = spawn(program, ['-c', path.join(folder, 'rc')], {
      cwd: folder,
      env: { ...process.env, HOME: folder },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const phone = new Linphone(folder, child)
    await until(() => phone.said.includes('linphonec>'))
    phone.command('soundcard use files')
    phone.command(`play ${folder}/in.wav`)
    phone.command(`record ${folder}/out.wav`)
    return phone
  }

  /** Such as `call 4466`, `answer`, `mute`, `pause`, `terminate`; a single key is sent as a tone in a call. */
  command(text: string): void {
    this.#child.stdin?.write(`${text}\n`)
  }

  /** The program is stopped as a whole: neither sound nor SIP comes from it. */
  standStill(isStill: boolean): void {
    this.#child.kill(isStill ? 'SIGSTOP' : 'SIGCONT')
  }

  heardSeconds(frequencyHz: number): Promise<number> {
    return secondsOfTone(path.join(this.#folder, 'out.wav'), frequencyHz)
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL')
    await rm(this.#folder, { recursive: true, force: true })
  }
}

const configuration = async ({ userName, password, sipPort, transport = 'udp' }: SoftphoneAccount): Promise<string> => `
[sip]
sip_port=${await freePort()}
sip_tcp_port=${await freePort()}
use_ipv6=0
default_proxy=0
register_only_when_network_is_up=0
[rtp]
audio_rtp_port=${await freePort()}
[proxy_0]
reg_proxy=<sip:127.0.0.1:${sipPort};transport=${transport}>
reg_identity=sip:${userName}@127.0.0.1:${sipPort}
reg_expires=60
reg_sendregister=1
publish=0
[auth_info_0]
username=${userName}
passwd=${password}
realm=openseat
[sound]
echocancellation=0
`
