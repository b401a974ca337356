// The browser's half of a declared resource: its words, the columns of its list, and how its fields are drawn beyond what
// the declaration says. What no option says is a component or a function here.
import type { ObjectOf, Resource, RouteName, RouteResponse } from '@openseat/contracts'
import type { Component } from 'vue'
import { inLanguage } from '../i18n/language.ts'
import type { Column } from '../ui/column.ts'
import type { DangerousAction } from '../ui/dangerous-action.ts'
import type { FormValues } from '../ui/use-form.ts'
import type { ListState } from '../ui/use-list.ts'

export interface Choice<T extends string | number = string | number> {
  readonly value: T
  readonly label: string
  readonly disabled?: boolean
}

/** How a field is drawn; asked again at each drawing, so that it may follow the values. */
export interface FieldLook {
  /** False: it does not apply now. */
  readonly shown?: boolean
  readonly label?: string
  readonly hint?: string
  readonly required?: boolean
  readonly options?: readonly Choice[]
  /** Of a choice: radio buttons instead of a select. */
  readonly radio?: boolean
  readonly multiple?: boolean
  readonly placeholder?: string | undefined
  /** Why there is nothing to choose. */
  readonly emptyText?: string | undefined
  readonly type?: 'textarea' | 'tel' | 'email' | 'password'
  readonly autocomplete?: string
  readonly lowerCase?: boolean
  /** Draws the field instead, with its name and these properties. */
  readonly component?: Component
  readonly with?: Readonly<Record<string, unknown>>
  /** Of a row that two fields share: all of it, or a quarter. */
  readonly width?: 'whole' | 'quarter'
  /** The path of the value, where it lies deeper than the field's name. */
  readonly path?: string
}

/** The form that a field stands in. */
export interface FormScene<R extends Resource> {
  readonly values: FormValues
  readonly set: (field: string, value: unknown) => void
  /** Null: a new one. */
  readonly object: ObjectOf<R> | null
}

/** A column of the list; a cell may be a component, which gets `row` and says `changed` when it changed it. */
export interface ScreenColumn<Row> extends Column<Row> {
  readonly cell?: Component
  /** The cell switches this field of the row at once. */
  readonly switches?: string
}

export interface SecretShown {
  readonly title: string
  readonly login: string
  readonly password: string
  readonly notice?: string
  readonly loginLabel?: string
  readonly passwordLabel?: string
}

/** What actions of a row can do on the page. */
export interface PageTools<Row> {
  readonly ask: (action: DangerousAction) => void
  readonly show: (secret: SecretShown) => void
  /** Shows a component beside the list, about the row. */
  readonly open: (component: Component, row: Row) => void
  readonly reload: () => Promise<void>
}

export interface RowAction {
  readonly icon: Component
  readonly label: string
  /** Between changing and deleting; else it comes first. */
  readonly afterEdit?: boolean
  readonly run: () => unknown
}

type CreateName<R extends Resource> = Extract<`create${Capitalize<R['name']>}`, RouteName>
export type Created<R extends Resource> = RouteResponse<CreateName<R>>

export interface Filter {
  readonly name: string
  readonly label: string
  readonly options: readonly Choice<string>[]
}

/** Text and more of a section of the form. */
export interface SectionLook<R extends Resource> {
  readonly text?: string
  /** Below its fields. */
  readonly after?: Component<{ readonly scene: FormScene<R> }>
}

export interface Screen<R extends Resource = Resource, Used = unknown> {
  readonly resource: R
  /** Where its messages stand: `title`, `purpose`, `search`, `create`, `edit`, `delete`; `section.…`, where the form has sections. */
  readonly words: string
  /** For `title` and `purpose`. */
  readonly wordParams?: () => Readonly<Record<string, unknown>>
  readonly emptyText?: () => string
  /** What the list and its questions call a row, where that is not what refusals call it. */
  readonly named?: (row: ObjectOf<R>) => string
  /** Called once for the page: what columns and filters look up. */
  readonly use?: () => Used
  columns(used: Used): readonly ScreenColumn<ObjectOf<R>>[]
  filters?(used: Used): readonly Filter[]
  /** What is asked again by itself, every so many seconds. */
  readonly refreshSeconds?: number
  /** Above the list. */
  readonly notice?: Component
  /** Beside "create"; says `changed`. */
  readonly headAction?: Component
  /** Why nothing more can be made. */
  readonly createRefused?: (list: ListState<ObjectOf<R>>) => string | undefined
  readonly actions?: (row: ObjectOf<R>, tools: PageTools<ObjectOf<R>>) => readonly RowAction[]
  /** CSS width of the column of actions. */
  readonly actionsWidth?: string
  /** Rows that are only looked at. */
  readonly readOnly?: (row: ObjectOf<R>) => boolean
  /** Also who may not change anything looks at a row. */
  readonly lookedAt?: boolean
  /** The form is a page of its own, below this address. */
  readonly page?: string
  readonly wide?: boolean
  /** Called once for each form; without it the declaration alone draws the fields. */
  readonly fields?: (scene: FormScene<R>) => Readonly<Record<string, () => FieldLook>>
  readonly sections?: () => Readonly<Record<string, SectionLook<R>>>
  /** Draws the form's fields altogether, with the resource's object as `object`. */
  readonly body?: Component
  /** The form's values, where they are not the object's own. */
  readonly values?: (object: ObjectOf<R> | null) => FormValues
  /** The request of the form's values, where it is not the values. */
  readonly request?: (values: FormValues) => Readonly<Record<string, unknown>>
  /** One problem is shown at each field, wherever in the field's value it lies. */
  readonly shallowProblems?: boolean
  /** After one was made. */
  readonly created?: (answer: Created<R>, tools: PageTools<ObjectOf<R>>) => void
}

/** A screen of the resource, checked against its declaration. */
export const defineScreen = <R extends Resource, Used = undefined>(
  resource: R,
  screen: Omit<Screen<R, Used>, 'resource'>,
): Screen<R, Used> => ({ resource, ...screen })

/** The values as options, each with its words. */
export const choices = <T extends string>(values: readonly T[], label: (value: T) => string): Choice<T>[] =>
  values.map((value) => ({ value, label: label(value) }))

/** A table of contracts words as options, in the present language. */
export const wordChoices = (table: Readonly<Record<string, { readonly zh: string; readonly en: string }>>): Choice<string>[] =>
  Object.entries(table).map(([value, words]) => ({ value, label: inLanguage(words) }))
