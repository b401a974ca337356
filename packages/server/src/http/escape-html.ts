// Text and attribute values of the documents that the server writes itself.

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
}

/** Line ends too: a parser would change them, in an attribute's value and in a form's field. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"'\r\n]/g, (character) => escapes[character] ?? character)
