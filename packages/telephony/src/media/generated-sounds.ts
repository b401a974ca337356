// The catalogue of generated sounds by name. Each is computed once per process, at its first use.

import { SampleSource, type AudioSource } from './audio-source.ts'
import { holdMusic, queueMusic } from './music.ts'
import { beep, busyTone, ringBackTone } from './tones.ts'

const GENERATORS = {
  'queue-music': queueMusic,
  'hold-music': holdMusic,
  'ring-back': ringBackTone,
  busy: busyTone,
  beep,
}

export type SoundName = keyof typeof GENERATORS

const rendered = new Map<SoundName, Int16Array>()

export const generatedSound = (name: SoundName): AudioSource => {
  const samples = rendered.get(name) ?? GENERATORS[name]()
  rendered.set(name, samples)
  return new SampleSource(samples)
}
