// How often an agent's command is looked at to find out what it is, on its way from the socket to what carries it out. Read
// from the types: a place counts for the commands that can still come there. A function dispatches when it switches on the
// command's kind, looks something up by it, or tells at least half of those kinds apart by comparing; fewer are special cases.

import path from 'node:path'
import ts from 'typescript'
import { isProgram } from '../imports/floors.ts'
import { nameOf } from './sizes.ts'

export interface Dispatches {
  /** Of the command with the most. */
  readonly most: number
  readonly command: string
  /** Functions that this command passes, as `file name`. */
  readonly functions: readonly string[]
}

interface Place {
  readonly functionName: string
  /** Commands that can come there. */
  readonly kinds: ReadonlySet<string>
  /** The one that is compared with; null for a switch or a look-up. */
  readonly compared: string | null
}

/** Of the checkout at `root`, whose packages are installed. */
export function commandDispatches(root: string): Dispatches {
  const program = serverProgram(root)
  const checker = program.getTypeChecker()
  const files = program.getSourceFiles().filter(({ fileName }) => /packages\/(server|domain|contracts)\/src\//.test(fileName))
  const all = commandKinds(files, checker)
  const places = files.filter(({ fileName }) => isProgram(fileName)).flatMap((file) => placesIn(file, { root, checker, all }))
  const dispatching = [...Map.groupBy(places, ({ functionName }) => functionName).values()].filter(tellsApart)
  const passed = [...all].map((command) => ({
    command,
    functions: dispatching.filter((own) => own.some(({ kinds }) => kinds.has(command))).map(([place]) => place?.functionName ?? ''),
  }))
  const [worst] = passed.toSorted((a, b) => b.functions.length - a.functions.length)
  if (worst === undefined) throw new Error('no command was found: the measure reads the wrong types')
  return { most: worst.functions.length, command: worst.command, functions: worst.functions }
}

function tellsApart(places: readonly Place[]): boolean {
  const compared = new Set(places.map((place) => place.compared))
  const kinds = new Set(places.flatMap((place) => [...place.kinds]))
  return compared.has(null) || compared.size * 2 >= kinds.size
}

function serverProgram(root: string): ts.Program {
  const configFile = path.join(root, 'packages/server/tsconfig.json')
  const { config } = ts.readConfigFile(configFile, (file) => ts.sys.readFile(file))
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(configFile))
  return ts.createProgram(fileNames, options)
}

/** The kinds of the contracts' type `AgentCommand`. */
function commandKinds(files: readonly ts.SourceFile[], checker: ts.TypeChecker): ReadonlySet<string> {
  for (const statement of files.flatMap((file) => [...file.statements])) {
    if (!ts.isTypeAliasDeclaration(statement) || statement.name.text !== 'AgentCommand') continue
    const kind = checker.getTypeAtLocation(statement.name).getProperty('kind')
    return new Set(kind ? literalsOf(checker.getTypeOfSymbol(kind)) : [])
  }
  throw new Error('there is no type AgentCommand: the measure must learn the new name')
}

/** The texts of a union of text literals; empty for any other type. */
function literalsOf(type: ts.Type): string[] {
  const parts = type.isUnion() ? type.types : [type]
  const texts = parts.map((part) => (part.isStringLiteral() ? part.value : null))
  return texts.every((text) => text !== null) ? texts : []
}

interface Reading {
  readonly root: string
  readonly checker: ts.TypeChecker
  /** Every command's kind. */
  readonly all: ReadonlySet<string>
}

function placesIn(file: ts.SourceFile, { root, checker, all }: Reading): Place[] {
  const places: Place[] = []
  /** The commands whose kind the expression can be; empty when it is something else, or one kind only. */
  const kindsOf = (expression: ts.Expression): ReadonlySet<string> => {
    if (ts.isPropertyAccessExpression(expression) && expression.name.text !== 'kind') return new Set()
    const literals = literalsOf(checker.getTypeAtLocation(expression))
    return new Set(literals.length > 1 && literals.every((text) => all.has(text)) ? literals : [])
  }
  const note = (node: ts.Node, expression: ts.Expression, compared: string | null): void => {
    const kinds = kindsOf(expression)
    if (kinds.size > 0) places.push({ functionName: `${path.relative(root, file.fileName)} ${functionAround(node)}`, kinds, compared })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isSwitchStatement(node)) note(node, node.expression, null)
    if (ts.isElementAccessExpression(node)) note(node, node.argumentExpression, null)
    if (isLookUp(node)) for (const argument of node.arguments) note(node, argument, null)
    const comparison = comparisonIn(node)
    if (comparison) note(node, comparison.expression, comparison.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return places
}

/** `table.get(kind)` */
const isLookUp = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'get'

const equality: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken])

function comparisonIn(node: ts.Node): { expression: ts.Expression; text: string } | null {
  if (!ts.isBinaryExpression(node) || !equality.has(node.operatorToken.kind)) return null
  return ts.isStringLiteral(node.right) ? { expression: node.left, text: node.right.text } : null
}

function functionAround(node: ts.Node): string {
  for (let at = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at) && nameOf(at) !== '') return nameOf(at)
  return '(file)'
}
