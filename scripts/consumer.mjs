/** A project that uses what is published, with npm and with pnpm: installs, and what came of it. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './execute.mjs';

/** Install scripts are off: what is asked is what is installed, not what that fetches then. */
export const MANAGERS = {
  npm: {
    install: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'],
    list: ['npm', 'ls', '--all'],
    brought: (folder) => {
      const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'));
      return Object.entries(packages).map(([path, { version }]) => [path.split('node_modules/').at(-1), version]);
    },
  },
  pnpm: {
    install: ['pnpm', 'add', '--ignore-scripts', '--strict-peer-dependencies'],
    list: ['pnpm', 'ls', '--depth=Infinity'],
    brought: (folder) => readdirSync(join(folder, 'node_modules', '.pnpm')).flatMap(virtualPackage),
  },
};

/** `@a+b@1.2.3_peers` is version 1.2.3 of @a/b; what has no version is pnpm's own. */
export function virtualPackage(folder) {
  const [, name, version] = /^(@?[^@]+)@([^_(]+)/.exec(folder) ?? [];
  return name === undefined ? [] : [[name.replace('+', '/'), version]];
}

/** An empty project; `specs` of `install` are as on a command line. */
export function createProject(folder, manager, options) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  const { install, list, brought } = MANAGERS[manager];
  const run = ([command, ...args]) => outputOf(command, args, { ...options, cwd: folder });
  return {
    folder,
    manager,
    run,
    install: async (...specs) => {
      await run([...install, ...specs]);
      await run(list);
    },
    /** `[name, version]` of all that lies in node_modules, however deep. */
    brought: () => brought(folder),
    manifestOf: (name) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')),
  };
}

/**
 * Those of ours among `expected` (manifests), each in `version`, and of others none where none are expected. Which others theirs bring
 * along is their affair, and may change any day.
 *
 * @returns `copies`, all that was brought as `name@version`, and by name what there is of others beyond `expected` and what is missing
 */
export function assertBrought(project, expected, { isOurs, version }) {
  const brought = project.brought();
  const sorted = (list) => [...new Set(list)].sort();
  const [has, wants] = [brought.map(([name]) => name), expected.map(({ name }) => name)].map(sorted);
  const isStrict = expected.every(isOurs);
  const told = (names) => names.filter((name) => isStrict || isOurs({ name }));
  assert.deepEqual(told(has), told(wants), `${project.manager} did not install what the manifests say`);
  const stale = brought.filter((one) => isOurs({ name: one[0] }) && one[1] !== version);
  assert.deepEqual(stale, [], `expected ${version} of all of ours`);
  return {
    copies: sorted(brought.map((one) => one.join('@'))),
    beyond: has.filter((name) => !wants.includes(name)),
    missing: wants.filter((name) => !has.includes(name)),
  };
}

/** What `import` can name of a package. */
export function entriesOf({ name, exports }) {
  return Object.keys(exports).map((path) => join(name, path).replaceAll('\\', '/'));
}

/** Imports every entry in one process of Node. The entries for workers must refuse: this is no worker. */
export async function importEntries({ run }, manifest) {
  const lines = entriesOf(manifest).map((entry) => {
    if (entry.endsWith('.json'))
      return `if (typeof (await import('${entry}', { with: { type: 'json' } })).default !== 'object') throw new Error('${entry}');`;
    return `if (Object.keys(await import('${entry}').catch(inWorker)).length === 0) throw new Error('${entry} exports nothing');`;
  });
  const inWorker = `const inWorker = (error) => {
    if (!error.message?.includes('expected to run in a worker')) throw error;
    return { error };
  };`;
  await run([process.execPath, '--no-warnings', '--input-type=module', '--eval', [inWorker, ...lines].join('\n')]);
}

/**
 * A file of one line for every entry, strictly checked, the declarations that it reads included. Only entries of `nodeTypes` get the
 * types of Node.
 */
export async function typecheckEntries({ folder, run }, manifest, { root, nodeTypes }) {
  const entries = entriesOf(manifest).filter((entry) => !entry.endsWith('.json'));
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'false'];
  const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node'];
  const file = 'entry.ts';
  for (const entry of entries) {
    writeFileSync(join(folder, file), `import * as x from '${entry}'; console.log(x);\n`);
    const extra = nodeTypes.includes(entry) ? types : [];
    await run([join(root, 'node_modules', '.bin', 'tsc'), ...flags, ...extra, file]);
    rmSync(join(folder, file));
  }
}
