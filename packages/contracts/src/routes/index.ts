// The whole route table. Server, API document, access test and workbench read it from here.
import type { z } from 'zod'
import { baseTableRoutes } from './base-tables.ts'
import { customPageRoutes } from './custom-pages.ts'
import { customerInterfaceRoutes } from './customer-interfaces.ts'
import { flowRoutes } from './flows.ts'
import { labRoutes } from './lab.ts'
import { networkRoutes } from './network.ts'
import { tenantRoutes } from './platform.ts'
import { promptRoutes } from './prompts.ts'
import { recordRoutes } from './records.ts'
import type { Route } from '../rest/route.ts'
import { routingRoutes } from './routing.ts'
import { screenPopRoutes } from './screen-pops.ts'
import { sessionRoutes } from './session.ts'
import { skillRoutes } from './skills.ts'
import { staffRoutes } from './staff.ts'
import { tableImportRoutes } from './table-imports.ts'
import { voicemailRoutes } from './voicemail.ts'
import { widgetRoutes } from './widget.ts'
import { workbenchRoutes } from './workbench.ts'

export const routes = {
  ...sessionRoutes,
  ...tenantRoutes,
  ...staffRoutes,
  ...routingRoutes,
  ...skillRoutes,
  ...promptRoutes,
  ...networkRoutes,
  ...customerInterfaceRoutes,
  ...widgetRoutes,
  ...baseTableRoutes,
  ...tableImportRoutes,
  ...customPageRoutes,
  ...screenPopRoutes,
  ...flowRoutes,
  ...labRoutes,
  ...workbenchRoutes,
  ...recordRoutes,
  ...voicemailRoutes,
} as const

export type RouteName = keyof typeof routes
type Table = typeof routes

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R extends Record<K, infer S extends z.ZodType> ? S : z.ZodUndefined

/** What a route is called with, once it is checked. */
export type ParamsOf<R extends Route> = z.output<Part<R, 'params'>>
export type QueryOf<R extends Route> = z.output<Part<R, 'query'>>
export type BodyOf<R extends Route> = z.output<Part<R, 'body'>>
export type RouteParams<N extends RouteName> = ParamsOf<Table[N]>
export type RouteQuery<N extends RouteName> = QueryOf<Table[N]>
export type RouteBody<N extends RouteName> = BodyOf<Table[N]>
export type RouteQueryInput<N extends RouteName> = z.input<Part<Table[N], 'query'>>
export type RouteBodyInput<N extends RouteName> = z.input<Part<Table[N], 'body'>>
/** Of a route whose answer is a file this is what the server sends. */
export type ResponseOf<R extends Route> = R extends { response: infer S extends z.ZodType }
  ? z.output<S>
  : R extends { file: string }
    ? FileAnswer
    : void
export type RouteResponse<N extends RouteName> = ResponseOf<Table[N]>

/** A file, or the part of it that the `range` of the request asked for. */
export interface FileAnswer {
  /** What it is kept under when it is saved, with its ending; any characters. */
  readonly name: string
  /** Null: it is made while it is sent, and comes as a whole. */
  readonly bytes: number | null
  /** First and last byte, both counted; null: the whole file. */
  readonly part: { readonly from: number; readonly to: number } | null
  readonly open: () => AsyncIterable<Uint8Array>
}
