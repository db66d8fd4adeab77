import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extentFor, extentToInstall, install, installArguments, installed, installKey } from '../install.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-install-'));
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - app\n');
  for (const file of ['package.json', 'pnpm-lock.yaml', join('app', 'package.json')])
    writeFileSync(join(root, file), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Installs `wanted`; the extents that pnpm was asked for. */
function extents(wanted, code = 0) {
  const asked = [];
  const ok = install(root, wanted, (args) => {
    asked.push(args.includes('--prod') ? 'run' : 'all');
    return code;
  });
  expect(ok).toBe(code === 0);
  return asked;
}

describe('install', () => {
  it('installs what the command needs, completes it for all, and never takes that back', () => {
    expect(extents('run')).toEqual(['run']);
    expect(extents('run')).toEqual([]);
    expect(extents('all')).toEqual(['all']);
    expect(extents('all')).toEqual([]);
    expect(extents('run')).toEqual([]);
  });

  it('installs again where a manifest changed, as much as is there', () => {
    extents('all');
    writeFileSync(join(root, 'app', 'package.json'), '{"name":"app"}');
    expect(extents('run')).toEqual(['all']);
  });

  it('tries again after a failure', () => {
    expect(extents('run', 1)).toEqual(['run']);
    expect(extents('run')).toEqual(['run']);
  });

  it.each([
    ['{"included": {"devDependencies": true}}', 'all'],
    ['{"included": {"devDependencies": false}}', 'run'],
  ])('completes what pnpm installed by hand: %s', (modules, extent) => {
    writeFileSync(join(root, 'node_modules', '.modules.yaml'), modules);
    expect(installed(root)).toEqual({ key: undefined, extent });
    expect(extents('run')).toEqual([extent]);
  });

  it('takes the stamp of an older version for all', () => {
    writeFileSync(join(root, 'node_modules', '.nabla-install'), installKey(root));
    expect(extentToInstall('run', installKey(root), installed(root))).toBeUndefined();
  });

  it('asks pnpm for the command and the root alone, without what only tests need', () => {
    expect(installArguments('run').slice(-7)).toEqual([
      '--prod',
      ...['--filter-prod', '@nablajs/cli...'],
      ...['--filter-prod', 'nabla-workspace'],
      ...['--filter-prod', '!@nablajs/charts'],
    ]);
    expect(installArguments('all')).not.toContain('--prod');
  });
});

describe('extentFor', () => {
  it('is everything for all but the command nabla, and for that where it is to compute in TensorFlow', () => {
    expect(extentFor('nabla', ['train', '--preset', 'seed'], {})).toBe('run');
    expect(extentFor('nabla', ['report', 'runs/first'], {})).toBe('all');
    expect(extentFor('nabla', ['parity', '--backends', 'ts,tfjs-node'], {})).toBe('all');
    expect(extentFor('nabla', ['train', '--backend=tfjs-node'], {})).toBe('all');
    expect(extentFor('nabla', ['train'], { NABLA_BACKEND: 'tfjs-node' })).toBe('all');
    for (const command of ['test', 'check', 'build', 'bench', 'docs']) expect(extentFor(command, [], {})).toBe('all');
  });
});
