// Where large things are kept that no query looks into: recordings. A key is a path of plain names.

export interface ByteRange {
  /** Both counted, from 0. */
  readonly from: number
  readonly to: number
}

export interface ObjectStore {
  /** Takes the file over under `key`: it is gone from where it was. An object of that key is replaced. */
  moveIn(key: string, path: string): Promise<void>
  /** Size in bytes; null where there is no such object. */
  size(key: string): Promise<number | null>
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>
  /** A path of the object on this machine, for what only reads files; `done` when it is not needed any more. */
  asFile(key: string): Promise<{ readonly path: string; readonly done: () => Promise<void> }>
  /** An object that is not there is no error. */
  delete(key: string): Promise<void>
}

/** Keys never lead out of the store. */
export const isKey = (key: string): boolean =>
  /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(key) && !key.includes('..')
