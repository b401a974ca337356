// espeak-ng as a process of its own for each text: the text comes by its input, never as an argument or as SSML, and nothing but sound
// comes out. Which of its Chinese voices knows Chinese is found out at the start.
import type { Language } from '@openseat/contracts'
import { ProgramFailed, runProgram } from '../../runtime/run-program.ts'
import { withPinyin } from './pinyin.ts'
import { mostSpokenCharacters, type Speech, SpeechFailed, type SpeechSynthesis } from './speech-synthesis.ts'

const usualWordsPerMinute = 160
const speakMs = 5_000
/** Five minutes of what it makes: 22,050 Hz, 16 bits. */
const mostBytes = 300 * 44_100
/** Where its header says how much audio follows; it does not know that when it begins. */
const sizeAt = 40
const unknownSize = 0xffffffff

/** Debian's `cmn` spells the first two as English letters. */
const selfTest = '您的余额'
const chineseVoices = ['cmn-latn-pinyin', 'cmn']
const englishVoices = ['en-us', 'en']

export class EspeakSpeech implements SpeechSynthesis {
  readonly name: string
  readonly #program: string
  readonly #voices: Readonly<Record<Language, string>>

  private constructor(program: string, voices: Readonly<Record<Language, string>>) {
    this.#program = program
    this.#voices = voices
    this.name = `espeak-ng (${voices['zh-CN']}, ${voices.en})`
  }

  /** Undefined when it lacks a voice that can be used. */
  static async open(program: string): Promise<EspeakSpeech | undefined> {
    const chinese = await firstThat(chineseVoices, async (voice) => /[a-z].*35/s.test(await phonemes(program, voice, selfTest)))
    const english = await firstThat(englishVoices, async (voice) => (await phonemes(program, voice, 'one')).includes('w'))
    return chinese !== undefined && english !== undefined ? new EspeakSpeech(program, { 'zh-CN': chinese, en: english }) : undefined
  }

  async speak({ text, language, rate, pronunciations }: Speech): Promise<Buffer> {
    if (text.length > mostSpokenCharacters) throw new SpeechFailed(`${text.length} characters`)
    const words = language === 'zh-CN' ? withPinyin(text, pronunciations) : respelledEnglish(text, pronunciations)
    const pace = String(Math.round((usualWordsPerMinute * rate) / 100))
    const args = ['-v', this.#voices[language], '-s', pace, '-b', '1', '-z', '--stdin', '--stdout']
    const file = await run(this.#program, args, words)
    if (file.length <= sizeAt + 4) throw new SpeechFailed('nothing was spoken')
    file.writeUInt32LE(unknownSize, sizeAt)
    return file
  }
}

/** Whole words, whatever their letters' case. */
function respelledEnglish(text: string, pronunciations: Speech['pronunciations']): string {
  const known = new Map(pronunciations.map(({ word, say }) => [word.toLowerCase(), say]))
  return text.replace(/[\p{L}\p{N}'-]+/gu, (word) => known.get(word.toLowerCase()) ?? word)
}

async function firstThat(voices: readonly string[], isGood: (voice: string) => Promise<boolean>): Promise<string | undefined> {
  for (const voice of voices) if (await isGood(voice).catch(() => false)) return voice
  return undefined
}

/** Empty where the voice falls back to English letters. */
async function phonemes(program: string, voice: string, text: string): Promise<string> {
  const told = (await run(program, ['-v', voice, '-b', '1', '-q', '-x', '--stdin'], text)).toString('utf8')
  return told.includes('(en)') ? '' : told
}

async function run(program: string, args: readonly string[], text: string): Promise<Buffer> {
  // An open last line would wait for its end.
  const input = Buffer.from(`${text}\n`)
  return runProgram({ program, args, input, milliseconds: speakMs, mostBytes }).catch((error: unknown) => {
    throw error instanceof ProgramFailed ? new SpeechFailed(error.message, { cause: error }) : error
  })
}
