// Base tables as Kysely sees them: definitions, rows by version, the keys that seal their values; and pages made of them.
import type { BaseField, BaseTable, CustomPage, ErrorCode, ErrorParams, FieldProblem, PageLayout, PageObject } from '@openseat/contracts'
import type { Generated } from 'kysely'
import type { Json, Moment, MomentDefault } from './column-types.ts'

interface BaseTableTable {
  tenant_id: number
  id: Generated<number>
  name: string
  description: string
  country: string
  status: Generated<BaseTable['status']>
  fields: Json<BaseField[]>
  next_field: number
  active_version: Generated<number>
  importing: Generated<boolean>
  /** By which rules its rows' keys were made. */
  key_form: Generated<number>
  version: Generated<number>
}

interface BaseRowTable {
  tenant_id: number
  table_id: number
  table_version: number
  id: Generated<number>
  number_key: string | null
  blind_key: Buffer | null
  data: Json<Record<string, string>>
  sealed: Buffer | null
  key_id: number | null
  version: Generated<number>
  changed_at: MomentDefault
}

interface DataKeyTable {
  tenant_id: number
  key_id: number
  purpose: string
  sealed: string
  active: Generated<boolean>
  created_at: MomentDefault
}

interface TableImportTable {
  tenant_id: number
  id: Generated<number>
  table_id: number
  file_name: string
  encoding: string
  status: Generated<string>
  read_rows: Generated<number>
  inserted: Generated<number>
  updated: Generated<number>
  refused: Generated<number>
  bytes: number
  done_bytes: Generated<number>
  staff_id: number | null
  account: string
  started_at: MomentDefault
  ended_at: Moment | null
  fault: Json<{ code: ErrorCode; params: ErrorParams }> | null
}

interface RefusedRowTable {
  tenant_id: number
  import_id: number
  line: number
  problems: Json<FieldProblem[]>
  sealed: Buffer
  key_id: number
}

interface CustomPageTable {
  tenant_id: number
  id: Generated<number>
  name: string
  status: Generated<CustomPage['status']>
  layout: Json<PageLayout>
  interface_id: number | null
  objects: Json<readonly PageObject[]> | null
  version: Generated<number>
}

export interface DataTables {
  custom_page: CustomPageTable
  table_import: TableImportTable
  refused_row: RefusedRowTable
  base_table: BaseTableTable
  base_row: BaseRowTable
  data_key: DataKeyTable
}
