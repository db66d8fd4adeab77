/** What cases share: how they compare elements, what they need of a backend, and what their errors carry. */
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { ConformanceError } from '../../src/error.js';
import { type CaseDefinition, defineCase } from '../../src/harness/conformance-case.js';
import { showShape } from '../../src/harness/names.js';
import { assertWithin, firstDifference, wrongForm } from '../../src/tolerances/compare.js';
import { equal, gateBetween, isSubnormal, onlyWhere, ulps, within } from '../../src/tolerances/gates.js';
import { faultOfPermits, permittedOperands, permitting } from '../../src/tolerances/permission.js';

describe('the first difference', () => {
  const numbers = (...values: number[]): Float32Array => Float32Array.from(values);

  test('is in a bit, also of a zero, but not of a NaN', () => {
    expect(firstDifference(numbers(1, 2, 3), numbers(1, 2, 3))).toBe(-1);
    expect(firstDifference(numbers(1, 2, 3), numbers(1, 2, 4))).toBe(2);
    expect(firstDifference(numbers(0, 5), numbers(-0, 5))).toBe(0);
    expect(firstDifference(numbers(), numbers())).toBe(-1);
    const payload = numbers(7, 0);
    new Uint32Array(payload.buffer)[1] = 0x7fc12345;
    expect(firstDifference(payload, numbers(7, Number.NaN))).toBe(-1);
    expect(firstDifference(payload, numbers(8, Number.NaN))).toBe(0);
  });

  test('is where the shorter array ends, whatever its elements', () => {
    expect(firstDifference(numbers(1, 2, 3), numbers(1, 2))).toBe(2);
    expect(firstDifference(numbers(), numbers(0))).toBe(0);
  });

  test('is that of the view, not of the memory around it', () => {
    const memory = Uint8Array.of(9, 1, 2, 3, 4, 5, 9);
    expect(firstDifference(memory.subarray(1, 6), Uint8Array.of(1, 2, 3, 4, 5))).toBe(-1);
    expect(firstDifference(memory.subarray(1, 6), Uint8Array.of(1, 2, 3, 4, 6))).toBe(4);
    expect(firstDifference(Int32Array.of(1), numbers(1))).toBe(-1);
  });
});

describe('a mismatch', () => {
  const failure = (actual: number[], expected: number[], gate = equal): unknown => {
    try {
      assertWithin(Float64Array.from(actual), [actual.length], { source: 'literal', values: expected, gate });
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  test('needs more than the gate, and counts the elements that have more', () => {
    const half = within({ absolute: 0.5, relative: 0 });
    expect(failure([1.5, 2], [1, 2], half)).toBeUndefined();
    expect(failure([1.5, 3, 4], [1, 2, 2], half)).toBe(
      'element 2 at [2]: expected 2 (literal), received 4; error 2.000, gate 0.5000; 2 of 3 elements fail.',
    );
  });

  test('names the unit of its gate, if it has one', () => {
    expect(failure([1 + 2 ** -20], [1], ulps('float32', 1))).toContain('error 8.000 ULP, gate 1.000 ULP; 1 of 1');
    expect(failure([2], [1])).not.toContain('undefined');
  });

  test('is not where the gate does not apply', () => {
    const even = onlyWhere(equal, (index) => index % 2 === 0);
    expect(failure([1, 9], [1, 2], even)).toBeUndefined();
    expect(failure([3, 9], [1, 2], even)).toContain('1 of 2 elements fail');
    expect(gateBetween('exp', 'float32', even).applies?.(1)).toBe(false);
    expect('applies' in gateBetween('exp', 'float32', equal)).toBe(false);
  });

  test('is a wrong dtype or size', () => {
    expect(wrongForm(Float32Array.of(1, 2), [2], 'float32')).toBeUndefined();
    expect(wrongForm(Float32Array.of(1, 2), [3], 'float32')).toBe('shape: [3] has 3 elements, received 2');
    expect(wrongForm(Float32Array.of(1, 2), [2], 'float64')).toBe('dtype: expected float64, received float32');
    expect(wrongForm([1, 2] as never, [2], 'float64')).toBe('dtype: expected float64, received object');
  });

  test('of a subnormal has cases of its own', () => {
    expect([1e-40, -1e-40, 0, 2 ** -126].map((value) => isSubnormal('float32', value))).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
  });
});

describe('a case', () => {
  const define = (more: Partial<CaseDefinition>) =>
    defineCase({ kernel: 'add', dtype: 'float32', label: 'of a test', body: async () => {}, ...more });

  test('needs the group of its kernel, and what else it says', () => {
    const plain = define({});
    expect([plain.name, plain.groups, plain.dtypes]).toEqual(['add float32 of a test', [], ['float32']]);
    expect([plain.permissible, 'observe' in plain]).toEqual([false, false]);
    expect(define({ kernel: 'conv.forward' }).groups).toEqual(['conv']);
    expect(define({ kernel: 'csr.matmul' }).groups).toEqual(['csr']);
    expect(define({ kernel: 'fused.dense', needsCsr: true }).groups).toEqual(['csr', 'fused']);
    expect(define({ alsoNeeds: ['int32'] }).dtypes).toEqual(['float32', 'int32']);
  });

  test('may be observed without a judgement, where it is applicable', async () => {
    const seen = [{ values: Float32Array.of(1), shape: [1], gate: equal }];
    const one = define({ observe: async () => seen });
    expect(await one.observe?.(await createBackend())).toBe(seen);
    const other = define({ kernel: 'fused.nothing', observe: async () => seen });
    await expect(other.observe?.(await createBackend())).rejects.toMatchObject({ code: 'not-applicable' });
  });

  test.each([
    ['buffers', { buffers: 1, bytes: 0 }],
    ['bytes', { buffers: 0, bytes: 8 }],
  ])('leaves no %s behind', async (_, left) => {
    let ran = false;
    const memory = () => (ran ? left : { buffers: 0, bytes: 0 });
    const one = define({
      body: async () => {
        ran = true;
      },
    });
    await expect(one.run({ ...(await createBackend()), memory })).rejects.toMatchObject({
      code: 'memory',
      message: expect.stringContaining(`to ${left.buffers} of ${left.bytes}`),
    });
  });

  test('has its shapes in its name', () => {
    expect([showShape([]), showShape([3]), showShape([17, 5, 3])]).toEqual(['scalar', '3', '17x5x3']);
  });

  test('gives its error only the values that there are', () => {
    const { expected, received, elements } = new ConformanceError('mismatch', 'x', { expected: '1', elements: '2' });
    expect([expected, received, elements]).toEqual(['1', undefined, '2']);
  });
});

describe('a permission', () => {
  test('has functions for elements, and a finite tolerance above 0', () => {
    const identity = (value: number): number => value;
    expect(faultOfPermits({ operand: identity, result: identity, absolute: 1 })).toBeUndefined();
    expect(faultOfPermits({ operand: identity })).toBeUndefined();
    expect(faultOfPermits({ operand: 3 })).toBe('needs functions for operand and result');
    expect(faultOfPermits({ result: 'zero' })).toBe('needs functions for operand and result');
    for (const absolute of [0, -1, Number.NaN, '1'])
      expect(faultOfPermits({ absolute })).toBe('needs a finite absolute above 0');
    expect(faultOfPermits(null)).toContain('must say what it permits');
  });

  test('replaces elements of floats only, in both layouts', () => {
    const operand = (value: number, position: number): number => 10 * value + position;
    const [dense, integers, sparse] = permittedOperands(
      [
        { layout: 'dense', shape: [1], data: Float32Array.of(1) },
        { layout: 'dense', shape: [1], data: Int32Array.of(1) },
        {
          layout: 'csr',
          shape: [1, 1],
          rowOffsets: Int32Array.of(0, 1),
          columns: Int32Array.of(0),
          values: Float64Array.of(1),
        },
      ],
      { operand },
    );
    expect(dense).toEqual({ layout: 'dense', shape: [1], data: Float32Array.of(10) });
    expect(integers).toEqual({ layout: 'dense', shape: [1], data: Int32Array.of(1) });
    expect(sparse).toMatchObject({ layout: 'csr', shape: [1, 1], values: Float64Array.of(12) });
  });

  test('accepts what is as near as it says', () => {
    const { error } = permitting(equal, [[5]], { absolute: 0.5 });
    expect([1, 1.5, 5.5, 4.5].map((actual) => error(0, actual, 1))).toEqual([0, 0, 0, 0]);
    expect(error(0, 1.75, 1)).toBe(0.75);
    const signed = permitting(within({ absolute: 0, relative: 0 }, true), [], { absolute: 1 });
    expect(signed.error(0, -0, 0)).toBeGreaterThan(0);
  });
});
