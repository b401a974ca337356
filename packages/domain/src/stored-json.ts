// Stored states as they come from their rows, before anyone knows of what version they are.

export type Json = Readonly<Record<string, unknown>>

/** From one version of a stored state to the next. It knows two forms and no code of today. */
export type Migration = (older: Json) => Json
