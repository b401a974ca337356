// Sets the result of an identity verification: by expressions, or from what the enterprise's service answered. The answer's data
// may stand beside or inside its `calldata`, which is attached; anything that is no result is an error (3).
import type { NodeConfig } from '@openseat/contracts'
import { isMap, type PlainMap, type PlainValue } from '../../expression/plain-value.ts'
import { writtenValue } from '../../expression/template.ts'
import type { NodeView, Outcome } from '../compiled-flow.ts'
import { attachedPrefix } from '../flow-values.ts'
import type { VerificationCode } from '../run.ts'
import { type NodeKind, optional, required } from './node-kind.ts'
import type { Scope } from './scope.ts'

type Source<K extends string> = Extract<NodeConfig<'verifyResult'>['from'], { kind: K }>
type Returns = readonly [string, string, string]

export const verifyResult: NodeKind<'verifyResult'> = {
  in: ['verification'],
  waits: 'never',
  ends: false,
  branches: () => [...required('next'), ...optional('error')],
  behaviour: ({ from }, scope) => ({ enter: from.kind === 'values' ? byValues(from, scope) : byAnswer(from, scope) }),
}

function byValues({ result, returns }: Source<'values'>, scope: Scope): (at: NodeView) => Outcome {
  const read = scope.expression('config.from.result', result)
  const texts = returns.map((text, index) => scope.template(`config.from.returns.${index}`, text))
  return (at) => {
    const [first = '', second = '', third = ''] = texts.map((text) => text(at))
    return given(codeOf(read(at)), [first, second, third])
  }
}

function byAnswer({ variable }: Source<'answer'>, scope: Scope): (at: NodeView) => Outcome {
  scope.variable('config.from.variable', variable, 'map')
  return ({ values }) => {
    const answer = mapOf(values().get(variable))
    const calldata = mapOf(answer['calldata'])
    const data = answer['data'] === undefined ? mapOf(calldata['data']) : mapOf(answer['data'])
    const returns = [1, 2, 3].map((n) => writtenValue(data[`verifyReturn${n}`] ?? ''))
    return given(codeOf(data['verifyResult']), [returns[0] ?? '', returns[1] ?? '', returns[2] ?? ''], attachable(calldata))
  }
}

const mapOf = (value: PlainValue | undefined): PlainMap => (value !== undefined && isMap(value) ? value : {})

/** Whoever was asked and says nothing that counts is in error: 0 is for a service that was never asked. */
function codeOf(value: PlainValue | undefined): VerificationCode {
  const code = typeof value === 'number' || typeof value === 'string' ? Number(value) : 3
  return code === 0 || code === 1 || code === 2 ? code : 3
}

const keyForm = /^[A-Za-z_]\w{0,63}$/

/** Texts, numbers and flags under plain names. */
function attachable(calldata: PlainMap): ReadonlyMap<string, PlainValue> {
  const kept = Object.entries(calldata).filter(
    ([key, value]) => keyForm.test(key) && !(key in Object.prototype) && value !== null && typeof value !== 'object',
  )
  return new Map(kept.map(([key, value]) => [attachedPrefix + key, value]))
}

const given = (result: VerificationCode, returns: Returns, changes?: ReadonlyMap<string, PlainValue>): Outcome => ({
  go: 'next',
  asks: [{ do: 'setVerificationResult', result, returns }],
  detail: String(result),
  ...(changes === undefined ? {} : { changes }),
})
