import { mediaTypes } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { storedWord } from './stored-word.ts'

it('a word that the program knows is that word', () => {
  expect(storedWord(mediaTypes, 'video', 'contact.media_type')).toBe('video')
})

it('a chat that a later program stored is not read as a call: the error names the column', () => {
  expect(() => storedWord(mediaTypes, 'text', 'contact.media_type')).toThrow('contact.media_type holds “text”')
})
