// Kinds of columns as Kysely sees them.

import type { ColumnType } from 'kysely'

/** Read as parsed JSON, written with `json()`. */
export type Json<T> = ColumnType<T, string, string>
export type JsonDefault<T> = ColumnType<T, string | undefined, string>
export type Moment = ColumnType<Date, Date | string, Date | string>
export type MomentDefault = ColumnType<Date, Date | string | undefined, Date | string>
