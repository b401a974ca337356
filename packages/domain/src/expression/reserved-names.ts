// Names that mean something to JavaScript: nobody's variable, key or field in an expression.

const more = ['__proto__', 'prototype']

const reserved: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), ...more])

export const isReservedName = (name: string): boolean => reserved.has(name)
