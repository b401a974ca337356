// Values in braces anywhere in a configured address: `/card/{callerNum}`. What is no name of ours stays as it is.

const braces = /\{([^{}]+)\}/g
const isDots = (segment: string): boolean => /^(\.|%2e){1,2}$/i.test(segment)

/** `valueOf` gives the text for a name, ready for an address, or undefined for a name that is not ours. */
export function fillPlaceholders(url: string, valueOf: (name: string) => string | undefined): string {
  const fill = (text: string): string => text.replace(braces, (whole, name: string) => valueOf(name) ?? whole)
  const end = url.search(/[?#]/)
  const path = end < 0 ? url : url.slice(0, end)
  // A value must not climb in the path: a segment that would become `.` or `..` is left empty.
  const segments = path.split('/').map((segment) => {
    const filled = fill(segment)
    return filled !== segment && isDots(filled) ? '' : filled
  })
  return segments.join('/') + (end < 0 ? '' : fill(url.slice(end)))
}
