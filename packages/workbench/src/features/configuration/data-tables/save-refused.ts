// The refused rows of an import as a file that can be mended and sent again.
import type { BaseTable, TableImport } from '@openseat/contracts'
import { saveDownload } from './save-download.ts'

export const saveRefused = ({ id }: BaseTable, { id: importId, fileName }: TableImport): Promise<void> =>
  saveDownload(fileName.replace(/\.csv$/i, '_refused.csv'), 'getRefusedRows', { params: { id, importId } })
