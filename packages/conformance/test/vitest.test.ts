/** The adapter in a vitest of its own, since a suite that should fail cannot be part of this one. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { startVitest, type TestCase } from 'vitest/node';
import { cases } from '../src/index.js';
import { FEW, LOST_SIGN } from './declared.js';

let results: readonly TestCase[];

beforeAll(async () => {
  const suite = fileURLToPath(new URL('./suites/unsigned.suite.ts', import.meta.url));
  const vitest = await startVitest('test', [suite], {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['**/*.suite.ts'],
    watch: false,
    reporters: [{}],
  });
  const modules = vitest.state.getTestModules();
  results = modules.flatMap((module) => [...module.children.allTests()]);
  await vitest.close();
});

const suite = (name: string): readonly TestCase[] =>
  results.filter(({ parent }) => parent.type === 'suite' && parent.name === name);
const failed = (name: string): string[] =>
  suite(name)
    .filter((one) => one.result().state === 'failed')
    .map((one) => one.name);

describe('describeConformance', () => {
  test('has a test for each case and one for the number of declarations', () => {
    const names = cases(FEW).map(({ name }) => name);
    expect(suite('undeclared').map(({ name }) => name)).toEqual([...names, 'declares at most 5 % of the cases']);
  });

  test('has no test for the number of declarations among a selection by name', () => {
    expect(suite('filtered').map(({ name }) => name)).toEqual([LOST_SIGN.case]);
  });

  test('passes a listed deviation, whose test says that it is one', () => {
    expect(failed('listed')).toEqual([]);
    const declared = suite('listed').find(({ name }) => name === `${LOST_SIGN.case} (declared deviation)`);
    expect(declared?.result().state).toBe('passed');
  });

  test('asks a function once the backend exists', () => {
    expect(failed('by function')).toEqual([]);
    expect(suite('by function').length).toBe(suite('listed').length);
  });

  test('fails a deviation that is not declared, and a declaration of what is always so that is not', () => {
    expect(failed('undeclared')).toEqual([LOST_SIGN.case]);
    expect(failed('stale')).toEqual([`${LOST_SIGN.case} (declared deviation)`]);
    expect(failed('unused')).toEqual([]);
  });

  test('shows what is not applicable as skipped, with the reason', () => {
    const sgd = suite('listed').find(({ name }) => name === 'fused.sgd float32 plain 1');
    expect(sgd?.result()).toMatchObject({ state: 'skipped', note: "backend 'unsigned' has no fused kernel sgd" });
  });

  test('leaves out a group that the backend is said to lack, and demands that it does', () => {
    const names = suite('lacking').map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('fused.'))).toEqual([]);
    expect(names.some((name) => name.startsWith('csr.upload float32'))).toBe(true);
    expect(suite('lacking').every((one) => one.result().state === 'passed')).toBe(true);
    expect(failed('not lacking')).toEqual(['has no csr kernels']);
  });
});
