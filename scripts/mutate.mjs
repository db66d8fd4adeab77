/**
 * `npm run mutate -- core`: Stryker makes small wrong changes to a package's sources, one at a time, and runs the tests
 * that reach each. It lists the changes that no test notices, and exits with 1 when fewer than 87 % are noticed.
 *
 * It works on a checkout of HEAD in the temporary folder; its reports are in `.mutate`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './tools.mjs';

/**
 * `mutate`: files of src, as many as a night can test (2 to 4 seconds a change); of core, what computes derivatives and
 * steps, and of checkpoint, what survives a crash. `without`: tests that are slow and reach everything, start
 * processes, or send signals.
 */
const PACKAGES = {
  'packages/core': { mutate: ['{autodiff,losses,optimizers}/*.ts'], without: ['size', 'examples'] },
  'packages/gradcheck': { mutate: ['**/*.ts', '!index.ts', '!**/*cases.ts'], without: ['cases', 'operation-cases'] },
  'packages/checkpoint': {
    mutate: ['{checkpoint,files,stores}/*.ts'],
    without: ['**/crash', 'scripts', 'damaged-everywhere'],
  },
  'packages/datasets': { mutate: ['**/*.ts', '!index.ts'] },
  'packages/conformance': {
    mutate: ['*.ts', '{harness,tolerances}/*.ts', '!index.ts', '!cases.ts', '!vitest.ts'],
    without: ['vitest'],
  },
  'apps/cli': {
    mutate: ['settings/*.ts'],
    without: ['!(settings)/**/*', '**/*.e2e'],
  },
  'packages/command-line': { mutate: ['backend-*.ts'], without: ['interruption', 'exit'] },
};

const TREE = join(tmpdir(), 'nabla-mutate');

/** Checks HEAD out, installs it with Stryker, which nothing else needs, and builds it. */
function checkOut() {
  rmSync(TREE, { recursive: true, force: true });
  run(`git worktree prune && git worktree add --detach "${TREE}" HEAD`, ROOT);
  const stryker = '@stryker-mutator/core@9.6.1 @stryker-mutator/vitest-runner@9.6.1';
  run(`pnpm add --workspace-root --save-dev --config.strict-peer-dependencies=false ${stryker}`, TREE);
  run('npm run build', TREE);
}

/** The package's vitest configuration, without some tests. */
function vitestConfig({ without = [] }) {
  const files = JSON.stringify(without.map((name) => `test/${name}.test.ts`));
  return `import own from './vitest.config.js';
const less = (test) => ({ ...test, exclude: [...test.exclude, ...${files}] });
const projects = own.test.projects?.map(({ test }) => ({ test: less(test) }));
export default { test: { ...less(own.test), ...(projects && { projects }), reporters: [] } };
`;
}

const strykerConfig = ({ mutate }, reports) => ({
  mutate: mutate.map((pattern) => pattern.replace(/^!?/, '$&src/')),
  // Each change of code that runs while a module loads would need a run of all tests.
  ignoreStatic: true,
  // Most strings are words of errors.
  mutator: { excludedMutations: ['StringLiteral'] },
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Coverage says which tests reach a change; vitest need not find out again for each.
  vitest: { configFile: 'mutate.config.ts', related: false },
  concurrency: 1,
  inPlace: true,
  incremental: true,
  incrementalFile: join(reports, 'incremental.json'),
  reporters: ['clear-text', 'html', 'progress-append-only'],
  htmlReporter: { fileName: join(reports, 'mutation.html') },
  thresholds: { break: 87 },
  disableTypeChecks: false,
  dryRunTimeoutMinutes: 30,
});

/** Runs Stryker on a package; returns whether it reaches the goal. */
function mutate([folder, rules]) {
  const cwd = join(TREE, folder);
  writeFileSync(join(cwd, 'stryker.json'), JSON.stringify(strykerConfig(rules, join(ROOT, '.mutate', folder))));
  writeFileSync(join(cwd, 'mutate.config.ts'), vitestConfig(rules));
  // Built files of other packages load faster.
  process.env.NABLA_BUILT = '1';
  const stryker = join(TREE, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  return spawnSync(process.execPath, [stryker, 'run', 'stryker.json'], { cwd, stdio: 'inherit' }).status === 0;
}

const names = process.argv.slice(2);
const chosen = Object.entries(PACKAGES).filter(([at]) => names.length === 0 || names.includes(at.split('/')[1]));
if (chosen.length === 0) throw new Error(`unknown package. Known: ${Object.keys(PACKAGES).join(', ')}`);
checkOut();
process.exitCode = chosen.filter((one) => !mutate(one)).length === 0 ? 0 : 1;
