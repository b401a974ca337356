// Bytes of a message's head as text and back again, whatever their encoding. What is no UTF-8 (names in Latin-1 or GBK)
// becomes lone surrogates, U+DC80 to U+DCFF for the bytes 80 to FF, so that it is repeated as it came.

import { isUtf8 } from 'node:buffer'

const ESCAPE = 0xdc00
const BACKSLASH = 0x5c

export const textOf = (bytes: Buffer): string => {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfCharacter(bytes, at)
    // The second byte of GBK and Big5 may be that of a backslash, and is none.
    if (length === 1 && bytes[at] === BACKSLASH && isLead(text)) text += String.fromCodePoint(ESCAPE + BACKSLASH)
    else text += length === 0 ? String.fromCodePoint(ESCAPE + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return text
}

export const bytesOf = (text: string): Buffer => {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8')
  return Buffer.concat(Array.from(text, (character) => escapedByte(character) ?? Buffer.from(character, 'utf8')))
}

const lengthOfCharacter = (bytes: Buffer, at: number): number =>
  [1, 2, 3, 4].find((length) => at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) ?? 0

const escapedByte = (character: string): Buffer | undefined => {
  const byte = (character.codePointAt(0) ?? 0) - ESCAPE
  return byte === BACKSLASH || (byte >= 0x80 && byte <= 0xff) ? Buffer.of(byte) : undefined
}

/** Of bytes that are no characters by themselves the odd ones begin one of two bytes. */
const isLead = (text: string): boolean => (/[\udc80-\udcff]*$/.exec(text.slice(-64))?.[0].length ?? 0) % 2 === 1
