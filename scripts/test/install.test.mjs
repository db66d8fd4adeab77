import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extentFor, install } from '../install.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-install-'));
  mkdirSync(join(root, 'node_modules'));
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(root, file), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Installs `wanted`; returns the arguments of each call of pnpm. */
function calls(wanted, code = 0) {
  const found = [];
  const ok = install(root, wanted, (args) => {
    found.push(args);
    return code;
  });
  expect(ok).toBe(code === 0);
  return found;
}

const extents = (...args) => calls(...args).map((one) => (one.includes('--prod') ? 'run' : 'all'));

describe('install', () => {
  it('installs what the command needs, adds the rest for all, and never goes back', () => {
    expect(extents('run')).toEqual(['run']);
    expect(extents('run')).toEqual([]);
    expect(extents('all')).toEqual(['all']);
    expect(extents('all')).toEqual([]);
    expect(extents('run')).toEqual([]);
  });

  it('installs again when the lockfile changed, as much as there was', () => {
    extents('all');
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'changed');
    expect(extents('run')).toEqual(['all']);
  });

  it('tries again after a failure', () => {
    expect(extents('run', 1)).toEqual(['run']);
    expect(extents('run')).toEqual(['run']);
  });

  it('takes an install by hand for a whole one', () => {
    writeFileSync(join(root, 'node_modules', '.modules.yaml'), '');
    expect(extents('run')).toEqual(['all']);
    expect(extents('run')).toEqual([]);
  });

  it('asks pnpm for the command and the root only', () => {
    expect(calls('run')[0].slice(-5)).toEqual([
      '--prod',
      ...['--filter-prod', '@nablajs/cli...'],
      ...['--filter-prod', 'nabla-workspace'],
    ]);
  });
});

describe('extentFor', () => {
  it('is everything but for the command nabla with its own backends and without reports', () => {
    expect(extentFor('nabla', ['train', '--preset', 'seed'], {})).toBe('run');
    expect(extentFor('nabla', ['report', 'runs/first'], {})).toBe('all');
    expect(extentFor('nabla', ['parity', '--backends', 'ts,tfjs-node'], {})).toBe('all');
    expect(extentFor('nabla', ['train', '--backend=tfjs-node'], {})).toBe('all');
    expect(extentFor('nabla', ['train'], { NABLA_BACKEND: 'tfjs-node' })).toBe('all');
    expect(extentFor('nabla', ['parity', '--backends', 'wasm,native'], {})).toBe('all');
    expect(extentFor('nabla', ['train', '--backend', 'webgpu'], {})).toBe('all');
    expect(extentFor('nabla', ['train', 'alternative.csv', '--out', 'native-1'], {})).toBe('run');
    for (const command of ['test', 'build', 'bench', 'exec']) expect(extentFor(command, [], {})).toBe('all');
  });
});
