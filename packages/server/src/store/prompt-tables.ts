// The tables of prompts and pronunciations.

import type { prompt, pronunciation } from '@openseat/contracts'
import type { ResourceTable } from './resource-columns.ts'

interface PromptSoundTable {
  tenant_id: number
  prompt_id: number
  wave: Buffer
  original: Buffer | null
  digest: string
}

export interface PromptTables {
  prompt: ResourceTable<typeof prompt>
  prompt_sound: PromptSoundTable
  pronunciation: ResourceTable<typeof pronunciation>
}
