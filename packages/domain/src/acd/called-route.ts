// Called routes (被叫): the longest route that begins the dialled number wins.
import type { CalledRouteConfig, RoutingConfig } from '../config/routing-config.ts'

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

/** The called number that everybody is told of: without the extension code, and what was dialled after it. */
export function accessCodeIn({ routes, accessCodes }: RoutingConfig, dialled: string): string {
  const code = findRoute(routes, dialled)?.accessCode
  return code ?? accessCodes.filter((each) => dialled.startsWith(each)).toSorted((a, b) => b.length - a.length)[0] ?? dialled
}
