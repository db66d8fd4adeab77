/**
 * `npm run mutate:known`: makes the mistakes in `scripts/wrong-changes`, one at a time, and runs the tests that must
 * notice each. Each patch begins with two lines: `mistake:`, and `tests:`, the test files that must fail. Arguments
 * choose patches by a part of their names: `npm run mutate:known -- core/`.
 *
 * It works on a checkout of HEAD in the temporary folder. Exits with 1 if a patch no longer applies, or a test does not
 * notice it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, run, withoutNpm } from './tools.mjs';

const FOLDER = join(ROOT, 'scripts', 'wrong-changes');

/** What must be built again after a change of files that tests do not read as TypeScript. */
const BUILDS = [
  { files: /^\+\+\+ b\/packages\/backend-wasm\/assembly\//m, command: 'cd packages/backend-wasm && npm run kernels' },
  {
    files: /^\+\+\+ b\/packages\/backend-native\/native\//m,
    command: 'node packages/backend-native/scripts/build-native.mjs',
  },
];

/** Returns the patches whose names contain one of `parts`, or all of them. */
export function wrongChanges(parts = []) {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.patch') && (parts.length === 0 || parts.some((part) => name.includes(part))));
  return names.sort().map((name) => {
    const path = join(FOLDER, name);
    const text = readFileSync(path, 'utf8');
    const [, mistake, tests] = /^mistake: (.+)\ntests: (.+)\n/.exec(text) ?? [];
    if (tests === undefined) throw new Error(`${path}: expected lines 'mistake: ...' and 'tests: FILES' at the top.`);
    const build = BUILDS.find(({ files }) => files.test(text))?.command;
    return { name, path, mistake, tests: tests.split(' '), build };
  });
}

/** Whether a test failed by what the code does, not because the change is no valid program. */
const noticed = ({ status, failureMessages: [message = ''] }) =>
  status === 'failed' && !/^(Syntax|Reference)Error/.test(message);

/** Judges vitest's report on `tests`, which must all fail: returns what is wrong, or undefined. */
export function problemOf({ testResults }, tests) {
  for (const test of tests) {
    const file = testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(`/${test}`));
    const ran = file?.assertionResults ?? [];
    if (ran.length === 0) return `${test} did not load: ${file?.message ?? 'there is no such file'}`;
    if (!ran.some(noticed)) return `no test of ${test} failed`;
  }
  return undefined;
}

/** `packages/core` of a path in it. */
const packageOf = (path) => path.split('/').slice(0, 2).join('/');

/** Runs test files, given from the root, of one package. Returns vitest's report. */
function report(tree, tests) {
  const folder = packageOf(tests[0]);
  const output = join(tree, folder, 'test-results.json');
  rmSync(output, { force: true });
  const vitest = join(tree, 'node_modules', 'vitest', 'vitest.mjs');
  const files = tests.map((test) => test.slice(folder.length + 1));
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: join(tree, folder),
    env: withoutNpm(process.env),
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (existsSync(output)) return JSON.parse(readFileSync(output, 'utf8'));
  throw new Error(`vitest left no results of ${tests.join(' ')}.\n${stdout}${stderr}`);
}

/** Makes one change, runs its tests and takes it back. Returns what is wrong, or undefined. */
function check(tree, { path, tests, build }) {
  try {
    run(`git apply -C1 "${path}"`, tree);
  } catch {
    return 'the patch no longer applies to HEAD';
  }
  try {
    if (build !== undefined) run(build, tree);
    return problemOf(report(tree, tests), tests);
  } catch (error) {
    return error.message;
  } finally {
    run('git checkout --quiet .', tree);
    if (build !== undefined) run(build, tree);
  }
}

/** Throws unless all tests pass without a change. */
function checkUnchanged(tree, changes) {
  const tests = [...new Set(changes.flatMap((change) => change.tests))];
  for (const folder of new Set(tests.map(packageOf))) {
    const files = tests.filter((test) => packageOf(test) === folder);
    const { success, numPassedTests, numTotalTests } = report(tree, files);
    if (success && numPassedTests > 0) continue;
    throw new Error(`without a change, ${numPassedTests} of ${numTotalTests} tests pass in ${files.join(' ')}.`);
  }
}

function main(parts) {
  const changes = wrongChanges(parts);
  if (changes.length === 0) throw new Error(`no patch in ${FOLDER} has a name with ${parts.join(' or ')}.`);
  const tree = mkdtempSync(join(tmpdir(), 'nabla-wrong-changes-'));
  console.log(`Building HEAD in ${tree}; its tests must pass before the first change.`);
  try {
    run(`git worktree prune && git worktree add --detach "${tree}" HEAD`, ROOT);
    run('npm run build', tree);
    for (const command of new Set(changes.flatMap(({ build = [] }) => build))) run(command, tree);
    checkUnchanged(tree, changes);
    let missed = 0;
    for (const change of changes) {
      const problem = check(tree, change);
      console.log(`${problem === undefined ? 'noticed' : 'MISSED '}  ${change.name}: ${change.mistake}`);
      if (problem === undefined) continue;
      console.log(`         ${problem}`);
      missed += 1;
    }
    console.log(`\n${changes.length - missed} of ${changes.length} mistakes are noticed.`);
    return missed === 0 ? 0 : 1;
  } finally {
    run(`git worktree remove --force "${tree}"`, ROOT);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
