// Who may import whom. scripts/imports/import-rules.test.ts plants a fault for each rule and sees it refused.

const ours = '^(packages/[^/]+|examples)/'

/**
 * A package of ours that imports nothing of ours but the places named.
 * @param {string} name
 * @param {readonly string[]} allowed
 * @param {string} comment
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function onlyFrom(name, allowed, comment) {
  const own = `^packages/${name}/`
  const pathNot = [own, ...allowed].join('|')
  return { name: `${name}-imports`, severity: 'error', comment, from: { path: own }, to: { path: ours, pathNot } }
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    onlyFrom('contracts', [], 'contracts stands below everything'),
    onlyFrom('domain', ['^packages/contracts/'], 'the rules know the contracts only'),
    onlyFrom('telephony', [], 'the protocol library knows no tenant, agent or queue'),
    onlyFrom('server', ['^packages/(telephony|domain|contracts)/'], 'the server stands above the three'),
    onlyFrom(
      'workbench',
      ['^packages/contracts/', '^packages/domain/src/(custom-page|data|expression|flow|gateway)/'],
      'the browser knows the contracts, and rules for instant feedback',
    ),
    onlyFrom('sdk', ['^packages/contracts/src/bridge/'], 'the SDK is loaded by foreign pages: it stays small'),
    {
      name: 'nobody-imports-the-top',
      severity: 'error',
      comment: 'server, workbench and sdk are programs, not libraries; benchmarks measure their parts',
      from: { pathNot: '^packages/(server|workbench|sdk|bench)/' },
      to: { path: '^packages/(server|workbench|sdk)/' },
    },
    {
      name: 'examples-stand-alone',
      severity: 'error',
      comment: 'an enterprise has nothing of ours',
      from: { path: '^examples/' },
      to: { path: '^packages/' },
    },
    {
      name: 'no-sibling-features',
      severity: 'error',
      comment: 'a feature is understood and removed alone',
      from: { path: '^packages/workbench/src/features/([^/]+)/' },
      to: { path: '^packages/workbench/src/features/', pathNot: '^packages/workbench/src/features/$1/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'no I/O and no clock in the rules',
      from: { path: '^packages/(domain|contracts)/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', comment: 'a cycle has no bottom to begin reading at', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', comment: 'an import that leads nowhere', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-programs',
      severity: 'error',
      comment: 'what only tests need stays out of the program',
      from: { path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$|/test-support/|^packages/bench/' },
      to: { path: '\\.test\\.ts$|/test-support/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|docs|public)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.vue', '.json', '.d.ts'],
    },
  },
}
