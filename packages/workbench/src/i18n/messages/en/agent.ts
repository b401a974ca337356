// Words of the agent's side (connection bar, workbench, telephone).
import { board } from './board.ts'
import { bridge } from './bridge.ts'
import { contacts } from './contacts.ts'
import { desk } from './desk.ts'
import { telephone } from './telephone.ts'
import { video } from './video.ts'

export const agent = { ...desk, ...contacts, ...bridge, ...telephone, ...board, ...video }
