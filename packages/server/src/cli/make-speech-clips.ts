// Speaks, with espeak-ng, each clip that read-outs and sentences of our own need, into adapters/speech/clips. Run after a change of those words:
// node packages/server/src/cli/make-speech-clips.ts
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { languages } from '@openseat/contracts'
import { phraseNames, phraseText, sayings, speakable, speechClips } from '@openseat/domain'
import { readWholeWave } from '@openseat/telephony/wave/whole-wave'
import { telephoneSound } from '@openseat/telephony/wave/telephone-sound'
import { promptWave } from '@openseat/telephony/wave/wave-header'
import { clipFolder } from '../adapters/speech/clips.ts'
import { EspeakSpeech } from '../adapters/speech/espeak.ts'
import { phraseClip, sayingClip } from '../prompts/prompt-plan.ts'
import { findProgram } from '../runtime/find-program.ts'

const mostSeconds = 30
/** At the ends of a word: so little is left that words in a row sound like one sentence. */
const quiet = 250
const keptSamples = 240

function withoutEnds(samples: Int16Array): Int16Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > quiet
  const first = samples.findIndex(isLoud)
  const last = samples.findLastIndex(isLoud)
  return samples.subarray(Math.max(0, first - keptSamples), last + keptSamples)
}

const program = findProgram('espeak-ng')
const engine = program === undefined ? undefined : await EspeakSpeech.open(program)
if (engine === undefined) {
  process.stderr.write('espeak-ng is not installed, or lacks its voices.\n')
  process.exit(1)
}
for (const language of languages) {
  const folder = fileURLToPath(clipFolder(language))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const clips = new Map([
    ...speechClips(language),
    ...phraseNames.map((name) => [phraseClip(name), phraseText(name, language)] as const),
    ...Object.entries(sayings[language])
      .filter(([, text]) => /\p{L}/u.test(text))
      .map(([name, text]) => [sayingClip(name), speakable(text, language)] as const),
  ])
  for (const [name, text] of clips) {
    const file = await engine.speak({ text, language, rate: 100, pronunciations: [] })
    const { samples } = telephoneSound(readWholeWave(file, mostSeconds))
    await writeFile(new URL(`./${name}.wav`, clipFolder(language)), promptWave(withoutEnds(samples)))
  }
  process.stdout.write(`${language}: ${clips.size} clips\n`)
}
