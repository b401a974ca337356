// What every form field has in common: its label, what is said under it, its problems, its place in the form.
import { fieldLabel, formatRules, problemText, type FieldProblem, type FormatRule } from '@openseat/contracts'
import { computed, inject, watchEffect } from 'vue'
import { i18n, inLanguage, language } from '../i18n/language.ts'
import { formKey, valueAt, type Form } from './use-form.ts'

/** A limit from contracts: a number range with a default, or the length of a text. */
export interface FieldLimit {
  readonly min: number
  readonly max: number
  readonly default?: number
  readonly unit?: 'seconds' | 'minutes' | 'days' | 'items' | 'calls' | 'agents'
}

export interface FieldProps {
  /** Path in the form's values, such as `name` or `target.queueId`. */
  readonly name: string
  /** Instead of the contract's label for the field. */
  readonly label?: string | undefined
  readonly limit?: FieldLimit | undefined
  readonly rule?: FormatRule | undefined
  /** Said under the field, before limit and rule. */
  readonly hint?: string | undefined
  readonly required?: boolean | undefined
  readonly disabled?: boolean | undefined
}

export const fieldId = (name: string): string => `field-${name.replaceAll('.', '-')}`

function lengthWords(limit: FieldLimit): string {
  const { t } = i18n.global
  return limit.min > 1 ? t('ui.hint.length', { min: limit.min, max: limit.max }) : t('ui.hint.longest', { max: limit.max })
}

/** `1–60000，默认 60` or `最多 20 个字符`. */
export function limitWords(limit: FieldLimit): string {
  if (limit.unit === undefined && limit.default === undefined) return lengthWords(limit)
  const { t } = i18n.global
  const range = t('ui.hint.range', { min: limit.min, max: limit.max })
  return limit.default === undefined ? range : `${range}${t('ui.hint.comma')}${t('ui.hint.default', { value: limit.default })}`
}

export function hintWords(props: FieldProps): string {
  const parts = [props.hint, props.limit && limitWords(props.limit), props.rule && inLanguage(formatRules[props.rule])]
  return parts.filter((part) => part !== undefined && part !== '').join(i18n.global.t('ui.hint.comma'))
}

/** The form around a field. A field outside a form is a bug. */
export function useFormAround(): Form {
  const form = inject(formKey)
  if (!form) throw new Error('a form field needs a form around it')
  return form
}

/** A problem in words, under the label that its field shows. */
export function wordsOf(problem: FieldProblem, form: Form): string {
  const label = form.labels.get(problem.field)
  const params = label === undefined ? problem.params : { label, ...problem.params }
  return problemText({ ...problem, params }, language.value)
}

export function useField(props: FieldProps) {
  const form = useFormAround()
  const label = computed(() => props.label ?? fieldLabel(props.name.split('.').at(-1) ?? props.name, language.value))
  watchEffect(() => form.labels.set(props.name, label.value))
  const value = computed({ get: () => valueAt(form.values, props.name), set: (next: unknown) => form.set(props.name, next) })
  return {
    value,
    id: computed(() => fieldId(props.name)),
    label,
    hint: computed(() => hintWords(props)),
    errors: computed(() => form.problemsAt(props.name).map((problem) => wordsOf(problem, form))),
    touch: () => form.touch(props.name),
  }
}
