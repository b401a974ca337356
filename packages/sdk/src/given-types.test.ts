// The types that pages are given (aicc-support.d.ts) stand alone, without a package behind them. Here they are held against
// what the bridge sends: they are checked with all types, not when this runs.
import type * as bridge from '@openseat/contracts/bridge'
import { expectTypeOf, it } from 'vitest'
import type * as given from '../aicc-support.d.ts'

it('says what the bridge sends', () => {
  expectTypeOf<given.VerifyResult>().toEqualTypeOf<bridge.VerifyResult>()
  expectTypeOf<given.IvrReturnData>().toEqualTypeOf<bridge.IvrReturnData>()
  expectTypeOf<given.OutboundResult>().toEqualTypeOf<bridge.OutboundResult>()
  expectTypeOf<given.ContactEventData>().toEqualTypeOf<bridge.ContactEventData>()
  expectTypeOf<given.ContactEventName | 'IvrReturn'>().toEqualTypeOf<bridge.PageEventName>()
})
