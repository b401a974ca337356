// What the workbench is told of screen pops: those that a contact opens, and those that stand all the time.
import { z } from 'zod'
import { openModes, pageGrants, passModes, popTriggers } from './screen-pop.ts'

export const formFieldSchema = z.object({ name: z.string(), value: z.string() })
export type FormField = z.output<typeof formFieldSchema>

/**
 * One page that a contact opens, its address complete; Web API pages are not among them. An internal page has no address
 * and no frame: the workbench shows it by itself.
 */
export const resolvedPopSchema = z.object({
  popId: z.int(),
  callId: z.string(),
  name: z.string(),
  /** Of an internal page. */
  customPageId: z.int().nullable().default(null),
  openMode: z.enum(openModes),
  passMode: z.enum(passModes).exclude(['webApi']),
  /** The page's full address. `{contextToken}` stands where the server puts the token when the page is opened. */
  url: z.string(),
  /** What is posted; null for a page that has all in its address. */
  form: z.array(formFieldSchema).nullable(),
  contextToken: z.boolean(),
  /** What the page in its frame may be given of the browser. */
  grants: z.array(z.enum(pageGrants)),
  /** Data of the call stands in the path: nobody but the agent's browser asks for it. */
  dataInPath: z.boolean(),
  /** Empty for an internal page. Path of our wrapper document, to be put into the frame. With `/window` behind it: what opens in a window of its own. */
  framePath: z.string(),
  position: z.int(),
  /** When it popped: decides whether it comes to the front now. */
  trigger: z.enum(popTriggers),
  /** Why it must not open, in place of opening it. */
  blocked: z.enum(['addressNotListed']).nullable(),
})
export type ResolvedPop = z.output<typeof resolvedPopSchema>

/** A Web API page: loaded once, hidden, and told of the contacts by AICCSupport.js. */
export const livingPopSchema = z.object({
  popId: z.int(),
  name: z.string(),
  url: z.string(),
  framePath: z.string(),
  position: z.int(),
  /** When its tab comes to the front. */
  trigger: z.enum(popTriggers),
  contextToken: z.boolean(),
  grants: z.array(z.enum(pageGrants)),
  /** Changes with the record: the page is loaded anew, once no contact uses it. */
  version: z.int(),
  blocked: z.enum(['addressNotListed']).nullable(),
})
export type LivingPop = z.output<typeof livingPopSchema>

/** What Web API pages are told of one contact; null for calls that pages know nothing of, or when nobody has such a page. */
export const pageContactSchema = z.object({
  /** One time that the contact was offered to this agent. */
  offer: z.string(),
  /** The pages that this contact is for. */
  popIds: z.array(z.int()),
  data: z.object({
    callerNum: z.string(),
    calledNum: z.string(),
    callid: z.string(),
    mediaType: z.string(),
    callType: z.string(),
    workNo: z.string(),
    calldata: z.string(),
  }),
})
export type PageContact = z.output<typeof pageContactSchema>
