// Every kind of node. A kind that is not here does not compile.
import type { FlowNodeKind } from '@openseat/contracts'
import { collect } from './collect-node.ts'
import { schedule } from './hours-node.ts'
import { interfaceNode } from './interface-node.ts'
import { language } from './language-node.ts'
import { menu } from './menu-node.ts'
import { ask, message } from './message-nodes.ts'
import type { NodeKind } from './node-kind.ts'
import { hangUp, loop, mark, returnNode, returnToAgent, start } from './plain-nodes.ts'
import { play } from './play-node.ts'
import { queueInfo } from './queue-info-node.ts'
import { queue } from './queue-node.ts'
import { agentSignIn } from './sign-in-node.ts'
import { subFlow } from './sub-flow-node.ts'
import { survey } from './survey-node.ts'
import { table } from './table-node.ts'
import { transfer } from './transfer-node.ts'
import { condition, set } from './value-nodes.ts'
import { verifyResult } from './verify-node.ts'
import { voicemail } from './voicemail-node.ts'

export const nodeKinds: { readonly [K in FlowNodeKind]: NodeKind<K> } = {
  start,
  play,
  collect,
  menu,
  language,
  set,
  condition,
  loop,
  interface: interfaceNode,
  table,
  schedule,
  queueInfo,
  queue,
  transfer,
  voicemail,
  message,
  ask,
  survey,
  subFlow,
  verifyResult,
  agentSignIn,
  mark,
  return: returnNode,
  hangUp,
  returnToAgent,
}
