// An address cut into names, values and the rest, so that parameters can be told apart at a glance. Pure.
export interface PreviewPart {
  readonly kind: 'rest' | 'name' | 'value'
  readonly text: string
}

function pairParts(pair: string): PreviewPart[] {
  const equals = pair.indexOf('=')
  if (equals < 0) return [{ kind: 'name', text: pair }]
  return [
    { kind: 'name', text: pair.slice(0, equals) },
    { kind: 'rest', text: '=' },
    { kind: 'value', text: pair.slice(equals + 1) },
  ]
}

/** The parts in order; joined they are the address again. */
export function previewParts(url: string): PreviewPart[] {
  return url.split(/([?&#])/).flatMap((piece, index): PreviewPart[] => {
    if (piece === '') return []
    if (index === 0 || /^[?&#]$/.test(piece)) return [{ kind: 'rest', text: piece }]
    return piece.includes('=') ? pairParts(piece) : [{ kind: 'rest', text: piece }]
  })
}
