/** Adds up what every package's vitest wrote, for one closing line. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const RESULTS = 'test-results.json';
/** A line that a package's tests leave on what they ran on. */
const NOTE = 'test-note.txt';

/** Every workspace package's folder, relative to the root: what pnpm-workspace.yaml lists, names and `folder/*`. */
export function packageFolders(root) {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, list = ''] = /^packages:\r?\n((?: +- .*(?:\r?\n|$))*)/m.exec(workspace) ?? [];
  return [...list.matchAll(/- (\S+)/g)]
    .flatMap(([, pattern]) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const group = pattern.slice(0, -2);
      return readdirSync(join(root, group)).map((name) => join(group, name));
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** Old results must not be counted for a package whose tests did not run. */
export function clearResults(root) {
  for (const folder of packageFolders(root)) {
    for (const file of [RESULTS, NOTE]) rmSync(join(root, folder, file), { force: true });
  }
}

/** A line for each of the packages and the closing one; not ok where a test failed or a package left no results. */
export function summarise(root, folders) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  let ok = true;
  for (const folder of folders) {
    const file = join(root, folder, RESULTS);
    if (!existsSync(file)) {
      ok = false;
      lines.push(`${folder}: no test results; its tests did not run to the end`);
      continue;
    }
    const results = JSON.parse(readFileSync(file, 'utf8'));
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    ok &&= results.success && counts.failed === 0;
    lines.push(`${folder}: ${describe(counts)}${noteOf(join(root, folder))}`);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return { ok, total, lines: [...lines, '', describe(total)] };
}

function noteOf(folder) {
  const file = join(folder, NOTE);
  return existsSync(file) ? `; ${readFileSync(file, 'utf8').trim()}` : '';
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
