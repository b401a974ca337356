// Called routes (被叫): the longest route that begins the dialled number wins.
import type { CalledRouteConfig } from '../config/routing-config.ts'

const dialString = (route: CalledRouteConfig): string => route.accessCode + route.extensionCode

/** The route for a dialled number; what was dialled beyond it is left for the target. */
export function findRoute(routes: readonly CalledRouteConfig[], dialled: string): CalledRouteConfig | undefined {
  return routes
    .filter((route) => dialled.startsWith(dialString(route)))
    .reduce<CalledRouteConfig | undefined>(
      (best, route) => (best && dialString(best).length >= dialString(route).length ? best : route),
      undefined,
    )
}
