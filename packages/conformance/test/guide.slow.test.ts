/**
 * The guide to writing a backend says what is so. Its commands are run by scripts/test-example.mjs, its quotations by
 * docs/test.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Backend, DType, Shape } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { cases, type Deviation, runConformance } from '../src/index.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples', 'third-party-backend');
const GUIDE = readFileSync(join(ROOT, 'docs', 'guides', 'custom-backend.md'), 'utf8');

const read = (...path: string[]): string => readFileSync(join(EXAMPLE, ...path), 'utf8');
const sources = readdirSync(join(EXAMPLE, 'src')).map((name) => read('src', name));

/** What stands between the fences of a language. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(/^```(\w+)[^\n]*\n(.*?)^```$/gms)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
}

const declares = (block: string): boolean => block.includes('export function deviations');

/** The guide's device, which clears memory to +0. */
async function forgetful(): Promise<Backend> {
  const naive = await createBackend();
  const fill = (shape: Shape, value: number, dtype: DType): unknown =>
    naive.fill(shape, value === 0 ? 0 : value, dtype);
  return { ...naive, fill };
}

describe('the guide', () => {
  it('orders the kernels so that the cases of each group need none of a later one', async () => {
    const { dtypes, upload, download, release, memory, dispose, name, description, ...kernels } = await createBackend();
    const storage = { name, description, dtypes, upload, download, release, memory, dispose };
    const groups = [...GUIDE.matchAll(/^\| (`[^|]*`) *\|/gm)].map(([, cell = '']) => cell.match(/\w+/g) ?? []);
    const [later = ''] = /a result under another shape as an operand/.exec(GUIDE) ?? [];
    const written = new Set<string>();
    for (const group of [['storage'], ...groups]) {
      for (const kernel of group) written.add(kernel);
      const own = Object.entries(kernels).filter(([kernel]) => written.has(kernel));
      const backend = { ...storage, ...Object.fromEntries(own) } as Backend;
      const ready = cases(backend).filter(({ name, kernel }) => group.includes(kernel) && !name.endsWith(later));
      for (const one of ready) await one.run(backend);
    }
    expect([...written].sort()).toEqual(['storage', ...REQUIRED_KERNELS].sort());
  });

  it('installs what the example does', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
    const [, names = ''] = /npm install --save-dev (.*)/.exec(GUIDE) ?? [];
    expect(names.split(' ').sort()).toEqual(Object.keys(devDependencies).sort());
  });

  it('declares a deviation that holds, and shows the failure without it', async () => {
    const backend = await forgetful();
    const [block = ''] = blocks('js').filter(declares);
    const { deviations } = (await import(`data:text/javascript,${encodeURIComponent(block)}`)) as {
      deviations: (backend: Backend) => Deviation[];
    };
    const kernels = ['fill', 'matmul'];
    const declared = await runConformance(backend, { kernels, deviations: deviations(backend) });
    expect(declared).toMatchObject({ ok: true, declared: 2, failed: 0 });
    const undeclared = await runConformance(backend, { kernels, dtypes: ['float32'] });
    const messages = undeclared.cases.filter(({ status }) => status === 'failed').map(({ message }) => `${message}\n`);
    expect(messages).toHaveLength(1);
    expect(blocks('text')).toContain(messages[0]);
  });
});

describe('the example', () => {
  it('has some 400 lines', () => {
    expect(sources.join('').split('\n').length - 1).toBeLessThan(410);
  });

  it('imports nothing but what core exports to everybody', () => {
    const imported = sources.flatMap((text) => [...text.matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => name));
    expect(new Set(imported)).toEqual(new Set(['@nablajs/core', '@nablajs/core/kernels', '@nablajs/core/math']));
  });
});
