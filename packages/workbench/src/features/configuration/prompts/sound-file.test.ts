import { expect, it } from 'vitest'
import { soundFileFault } from './sound-file.ts'

it.each([
  ['welcome.wav', 1, null],
  ['欢迎.MP3', 10_485_760, null],
  ['welcome.wav', 10_485_761, 'tooLarge'],
  ['welcome.wav', 0, 'empty'],
  ['welcome.ogg', 5, 'kind'],
  ['wav', 5, 'kind'],
] as const)('%s of %i bytes: %s', (name, size, fault) => {
  expect(soundFileFault({ name, size })).toBe(fault)
})
