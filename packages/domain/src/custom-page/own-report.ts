// Companies tell of their own errors inside a 200, in objects such as `{"retcode":"1003","message":"…","data":null}`.

const codeKeys = /^((ret|err(or)?|result|status|biz)_?)?code$|^(status|success|ok|errno|ret)$/i
const wordKeys = /^(err(or)?s?|(err(or)?_?)?(msg|message))$/i
const wellCodes: readonly unknown[] = ['0', '00', '000', '0000', '200', 'true', 'ok', 'success', 'succeeded']

/** It says nothing but that something went wrong: a shape of the company's own with data in it is none. */
export function isOwnReport(answer: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(answer)
  if (entries.some(([key, value]) => !wordKeys.test(key) && hasContent(value))) return false
  const codes = entries.filter(([key]) => codeKeys.test(key))
  if (codes.length > 0) return codes.some(([, value]) => !wellCodes.includes(String(value).toLowerCase()))
  return entries.some(([key]) => wordKeys.test(key))
}

const hasContent = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0
