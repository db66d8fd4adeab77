/** What declarations permit, element by element, and that nothing else passes with it. */
import type { Backend, Operand, TypedArray } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { type ConformanceCase, cases, isConformanceError, type Permits } from '../../src/index.js';
import { runDeclared } from '../../src/tolerances/deviation.js';
import { elements } from '../mutants/mutant.js';

const SMALLEST_NORMAL = 2 ** -126;
const flushed = (value: number): number => (Math.abs(value) < SMALLEST_NORMAL ? 0 * value : value);

/** The naive backend, whose results `change` may alter in place; `operands` come before the kernel sees them. */
async function altered(
  kernel: 'multiply' | 'argmax' | 'matmul' | 'erf',
  operand: (value: number) => number,
  change: (result: TypedArray) => void = () => {},
): Promise<Backend> {
  const naive = await createBackend();
  const original = naive[kernel] as (...operands: unknown[]) => unknown;
  const changed = (...parts: unknown[]): unknown => {
    const seen = parts.map((part) => {
      if (typeof part !== 'object' || part === null || !('storage' in part)) return part;
      const { storage, ...rest } = part as Operand;
      return { ...rest, storage: (storage as TypedArray).map(operand) };
    });
    const storage = original(...seen);
    change(elements({ storage }));
    return storage;
  };
  return { ...naive, [kernel]: changed };
}

async function statusOf(backend: Backend, name: string, permits: Permits) {
  const one = cases().find((candidate) => candidate.name === name) as ConformanceCase;
  try {
    const { status } = await runDeclared(one, backend, { case: name, reason: 'for this test', permits });
    return { status, message: '' };
  } catch (error) {
    if (!isConformanceError(error)) throw error;
    return { status: error.code, message: error.message };
  }
}

const PAIRS = 'multiply float32 subnormals in pairs';
const PRODUCT = 'matmul float32 subnormal product';
const NAN_ROWS = 'argmax float32 NaN in rows';

describe('flushes-subnormals', () => {
  test.each([
    ['operands', (): Promise<Backend> => altered('multiply', flushed)],
    [
      'results',
      () =>
        altered(
          'multiply',
          (value) => value,
          (result) => void result.set(result.map(flushed)),
        ),
    ],
    [
      'results in half of the vector',
      () =>
        altered(
          'multiply',
          (value) => value,
          (r) => void r.set(r.subarray(0, 128).map(flushed)),
        ),
    ],
  ])('permits a kernel that flushes its %s', async (_, create) => {
    expect(await statusOf(await create(), PAIRS, 'flushes-subnormals')).toEqual({ status: 'declared', message: '' });
  });

  test('permits it in a product, with either sign of the zeros, and one that is right on another chip', async () => {
    const flushing = await altered(
      'matmul',
      (value) => value,
      (result) => void result.set(result.map(flushed)),
    );
    expect(await statusOf(flushing, PRODUCT, 'flushes-subnormals')).toMatchObject({ status: 'declared' });
    const unsigned = await altered(
      'matmul',
      (value) => value,
      (result) => void result.set(result.map((v) => flushed(v) + 0)),
    );
    expect(await statusOf(unsigned, PRODUCT, 'flushes-subnormals')).toMatchObject({ status: 'declared' });
    expect(await statusOf(await createBackend(), PRODUCT, 'flushes-subnormals')).toMatchObject({ status: 'unused' });
  });

  test.each([
    ['a wrong normal', 12345],
    ['a wrong subnormal', 1e-44],
    ['a NaN', Number.NaN],
  ])('does not permit %s in the place of one of the flushed ones', async (_, value) => {
    const change = (result: TypedArray): void => {
      const index = result.findIndex((element: number) => element !== 0 && Math.abs(element) < SMALLEST_NORMAL);
      result.set(result.map(flushed));
      result[index] = value;
    };
    const wrong = await altered('multiply', (element) => element, change);
    const { status, message } = await statusOf(wrong, PAIRS, 'flushes-subnormals');
    expect(status).toBe('mismatch');
    expect(message).toContain(`received ${Math.fround(value)};`);
    expect(message).toContain('1 of 256 elements fail. The declared deviation (for this test) does not permit that.');
  });
});

describe('passes-over-nan', () => {
  const lowest = (value: number): number => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);

  test('permits the largest of the others, and nothing else', async () => {
    expect(await statusOf(await altered('argmax', lowest), NAN_ROWS, 'passes-over-nan')).toMatchObject({
      status: 'declared',
    });
    const wrong = await altered('argmax', lowest, (result) => void result.fill(3, 0, 1));
    expect(await statusOf(wrong, NAN_ROWS, 'passes-over-nan')).toMatchObject({ status: 'mismatch' });
  });
});

describe('a tolerance', () => {
  const ERF = 'erf float32 length 7';

  test('holds in absolute terms, on top of the gate, and keeps infinities and signs of zero', async () => {
    const off = (by: number): Promise<Backend> =>
      altered(
        'erf',
        (value) => value,
        (result) => void result.set(result.map((value) => value + by)),
      );
    expect(await statusOf(await off(1e-6), ERF, { absolute: 1.2e-6 })).toMatchObject({ status: 'declared' });
    expect(await statusOf(await off(1e-6), ERF, { absolute: 0.5e-6 })).toMatchObject({ status: 'mismatch' });
    expect(await statusOf(await off(Number.NaN), ERF, { absolute: 1 })).toMatchObject({ status: 'mismatch' });
    expect(await statusOf(await off(Number.POSITIVE_INFINITY), ERF, { absolute: 1e9 })).toMatchObject({
      status: 'mismatch',
    });
  });
});
