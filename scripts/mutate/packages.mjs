import { fileURLToPath } from 'node:url';

/**
 * What is mutated in which package: not generated fixtures, lists of cases or files that only export.
 * `tests`: the only ones that run, all where absent. `without`: left out, since they take long and reach everything. A
 * mutant must die without them. `ignoreStatic` leaves out what only runs while a module loads: each takes a run of all tests.
 */
export const PACKAGES = {
  core: {
    folder: 'packages/core',
    // Not testing: the definition of every kernel, which packages/conformance holds against literals.
    mutate: ['src/**/*.ts', '!src/**/index.ts', '!src/testing/**'],
    without: ['size.test.ts'],
    ignoreStatic: true,
  },
  gradcheck: {
    folder: 'packages/gradcheck',
    mutate: ['src/**/*.ts', '!src/index.ts', '!src/*cases.ts'],
    without: ['cases.test.ts', 'operation-cases.test.ts'],
  },
  checkpoint: {
    folder: 'packages/checkpoint',
    mutate: ['src/**/*.ts', '!src/index.ts'],
    // The first two start processes, which no mutant reaches; the last reads damaged files thousands of times.
    without: ['model/crash.test.ts', 'scripts.test.ts', 'damaged-everywhere.test.ts'],
    ignoreStatic: true,
  },
  datasets: { folder: 'packages/datasets', mutate: ['src/**/*.ts', '!src/index.ts'] },
  conformance: {
    folder: 'packages/conformance',
    // Not vitest.ts: its tests run in a vitest of their own, which no mutant reaches.
    mutate: ['src/*.ts', 'src/{harness,tolerances}/*.ts', '!src/index.ts', '!src/cases.ts', '!src/vitest.ts'],
    without: ['honest.test.ts', 'vitest.test.ts'],
  },
  cli: {
    folder: 'apps/cli',
    mutate: ['settings', 'setting-*', 'config-*', 'duplicate-keys'].map((name) => `src/settings/${name}.ts`),
    tests: ['settings', 'config-*', 'duplicate-keys'].map((name) => `settings/${name}.test.ts`),
    without: ['**/*.e2e.test.ts'],
  },
  'command-line': {
    folder: 'packages/command-line',
    mutate: ['src/backend-*.ts'],
    tests: ['backend-resolver.test.ts'],
  },
};

/** A package's vitest configuration without those tests, on the built files of other packages: these load faster. */
export function vitestConfig({ tests, without = [] }) {
  const paths = (names) => JSON.stringify(names.map((name) => `test/${name}`));
  return [
    "import own from './vitest.config.js';",
    `const include = ${tests === undefined ? 'own.test.include' : paths(tests)};`,
    `const exclude = [...own.test.exclude, ...${paths(without)}];`,
    `const test = { ...own.test, include, exclude, reporters: [] };`,
    'export default { test };',
    '',
  ].join('\n');
}

export function strykerConfig({ mutate, ignoreStatic = false }, reports, concurrency) {
  return {
    testRunner: 'vitest',
    // Coverage says which tests a mutant needs; vitest need not find out again for each.
    vitest: { configFile: 'mutate.config.ts', related: false },
    mutate,
    plugins: ['@stryker-mutator/*', fileURLToPath(new URL('error-texts.mjs', import.meta.url))],
    ignorers: ['error-texts'],
    concurrency,
    coverageAnalysis: 'perTest',
    ignoreStatic,
    // The tree is a copy, in which paths to other packages hold.
    inPlace: true,
    incremental: true,
    incrementalFile: `${reports}/incremental.json`,
    reporters: ['json', 'progress-append-only'],
    allowConsoleColors: false,
    jsonReporter: { fileName: `${reports}/mutation.json` },
    // There is no checker of types: what the compiler would refuse is tested too.
    checkers: [],
    disableTypeChecks: false,
    timeoutMS: 10_000,
    dryRunTimeoutMinutes: 30,
    allowEmpty: false,
    cleanTempDir: 'always',
  };
}
