// The whole route table. Server, API document, access test and workbench read it from here.
import type { z } from 'zod'
import { networkRoutes } from './network.ts'
import { sessionRoutes, tenantRoutes } from './platform.ts'
import type { Route } from './route.ts'
import { routingRoutes } from './routing.ts'
import { screenPopRoutes } from './screen-pops.ts'
import { staffRoutes } from './staff.ts'
import { workbenchRoutes } from './workbench.ts'

export const routes = {
  ...sessionRoutes,
  ...tenantRoutes,
  ...staffRoutes,
  ...routingRoutes,
  ...networkRoutes,
  ...screenPopRoutes,
  ...workbenchRoutes,
} as const

export type RouteName = keyof typeof routes
type Table = typeof routes

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R extends Record<K, infer S extends z.ZodType> ? S : z.ZodUndefined

export type RouteParams<N extends RouteName> = z.output<Part<Table[N], 'params'>>
export type RouteQuery<N extends RouteName> = z.output<Part<Table[N], 'query'>>
export type RouteBody<N extends RouteName> = z.output<Part<Table[N], 'body'>>
export type RouteQueryInput<N extends RouteName> = z.input<Part<Table[N], 'query'>>
export type RouteBodyInput<N extends RouteName> = z.input<Part<Table[N], 'body'>>
export type RouteResponse<N extends RouteName> = Table[N] extends { response: infer S extends z.ZodType } ? z.output<S> : void
