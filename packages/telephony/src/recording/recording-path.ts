// Where a recording lies, and which names are allowed: nothing that could leave the folder.

import { join } from 'node:path'

export const PART_ENDING = '.part'

export const isRecordingId = (recordingId: string): boolean => /^[A-Za-z0-9_-]{1,80}$/.test(recordingId)

export const recordingPath = (folder: string, recordingId: string): string => join(folder, `${recordingId}.wav`)

/** While it is being written. */
export const recordingPartPath = (folder: string, recordingId: string): string => recordingPath(folder, recordingId) + PART_ENDING
