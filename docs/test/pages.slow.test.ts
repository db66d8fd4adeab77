import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runPage } from '../../scripts/page.mjs';
import { PAGES, ROOT } from './pages.js';

const notRun: string[] = [];

const INSTALLED = join(ROOT, 'docs', 'node_modules');

/** Links a package into the folder's node_modules, and its commands, from where the workspace has it. */
function link(name: string, folder: string) {
  const target = join(INSTALLED, name);
  if (!existsSync(target)) throw new Error(`the page installs ${name}, which docs/package.json does not`);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, dirname(name)), { recursive: true });
  mkdirSync(join(modules, '.bin'), { recursive: true });
  if (!existsSync(join(modules, name))) symlinkSync(target, join(modules, name), 'junction');
  const { bin = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  for (const [command, file] of Object.entries<string>(typeof bin === 'string' ? { [name]: bin } : bin)) {
    const at = join(modules, '.bin', command);
    if (!existsSync(at)) symlinkSync(realpathSync(join(target, file)), at);
  }
}

/** What takes the place of commands that ask the registry: `npm create nabla`, and the install in a new project. */
function typed(command: string, folder: string) {
  const create = join(ROOT, 'packages', 'create-nabla', 'bin', 'create-nabla.js');
  const own = command.replace(/^npm create nabla@latest (\S+) -- /, `node "${create}" $1 `);
  const [, project, rest] = /^cd (\S+) && npm install && (.*)$/.exec(own) ?? [];
  if (project === undefined || rest === undefined) return own;
  const manifest = JSON.parse(readFileSync(join(folder, project, 'package.json'), 'utf8'));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  for (const name of names) link(name, join(folder, project));
  return `cd ${project} && ${rest}`;
}

/** A folder as a reader has it: empty, but for what the page says to install. */
function run(page: string) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-page-'));
  const install = (command: string) => {
    const [, , ...words] = command.split(/\s+/);
    for (const name of words.filter((word) => !word.startsWith('-'))) link(name, folder);
  };
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const options = { name: page, folder, root: ROOT, install, typed: (command: string) => typed(command, folder) };
    const report = runPage(readFileSync(join(ROOT, page), 'utf8'), options);
    notRun.push(...report.notRun.map(({ line, reason }) => `${page}:${line}: ${reason}`));
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What people try first must run as it stands, in a `.js` file on the oldest Node. */
function isPasted(page: string): boolean {
  const first = ['README.md', 'docs/index.md', 'docs/getting-started.md'];
  return first.includes(page) || /^packages\/(core|backend-\w+|datasets|checkpoint|gradcheck)\/README\.md$/.test(page);
}

it('finds the pages', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining(['README.md', 'packages/core/README.md', 'docs/guides/custom-backend.md']),
  );
});

it.each(PAGES)('%s: every block runs, or is what it quotes', (page) => {
  const { ran, quoted, written, notRun, isJavaScript } = run(page);
  if (isPasted(page)) expect(isJavaScript).toBe(true);
  console.log(`${page}: ${ran} run, ${quoted} quoted, ${written} written, ${notRun.length} not run`);
});

afterAll(() => {
  for (const line of notRun) console.log(`not run: ${line}`);
  writeFileSync(join(ROOT, 'docs', 'test-note.txt'), `${notRun.length} code blocks not run, by what their pages say\n`);
});
