// A registered phone: where a user can be called, until when, and which request said so.

import type { Uri } from '../message/uri.ts'
import type { Flow } from '../transport/flow.ts'

export type Binding = { user: string; contact: Uri; flow: Flow; expiresAtMs: number; callId: string; sequence: number }
