/** The networks in pytorch/, in this process: each compares itself with PyTorch while it is imported. */
import { readdirSync, readFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import {
  type Backend,
  dense,
  type Operand,
  Sequential,
  type Shape,
  SoftmaxCrossEntropy,
  sizeOf,
  upload,
} from '@nablajs/core';
import { afterAll, describe, expect, it, vi } from 'vitest';

const FOLDER = new URL('../pytorch/', import.meta.url);
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.js'));

const print = vi.spyOn(console, 'log').mockImplementation(() => {});
afterAll(() => print.mockRestore());

describe.each(names)('pytorch/%s', (name) => {
  it('has the numbers of PyTorch: outputs, losses, gradients, and weights after some steps', async () => {
    const { difference } = (await import(new URL(name, FOLDER).href)) as { difference: number };
    expect(difference).toBeLessThan(1e-9);
    expect(print).toHaveBeenLastCalledWith(expect.stringContaining(difference.toExponential(1)));
  });

  it('has at most 40 lines', () => {
    const lines = readFileSync(new URL(name, FOLDER), 'utf8').split('\n');
    expect(lines.filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length).toBeLessThanOrEqual(40);
  });
});

it('a tied embedding is saved once', async () => {
  const { saved } = await import('../pytorch/tied-embedding.js');
  expect([...saved.keys()]).toEqual(['1.weight', '1.bias', 'embedding.weight', 'logits.weight']);
  expect(saved.get('logits.weight')).toBe(saved.get('embedding.weight'));
});

it('LoRA, merged into the frozen weights, gives the same outputs', async () => {
  const { before, merged } = await import('../pytorch/lora.js');
  expect(merged.shape).toEqual([4, 2]);
  for (const [at, value] of merged.data.entries()) expect(value).toBeCloseTo(before.data[at] as number, 13);
});

/** Counts the elements of the operands of kernels. */
function counting(backend: Backend): { readonly backend: Backend; moved: number } {
  const counter = { backend, moved: 0 };
  const sizeOfOperands = (name: string, operands: readonly unknown[]): number => {
    // These touch only a part of their first operand.
    if (name === 'slice') return sizeOf(operands[2] as Shape);
    const read = (name === 'addBlock' ? operands.slice(1) : operands) as readonly (Partial<Operand> | undefined)[];
    return read.reduce((total, operand) => total + (operand?.shape === undefined ? 0 : sizeOf(operand.shape)), 0);
  };
  const wrapped = (group: object): object =>
    Object.fromEntries(
      Object.entries(group).map(([name, member]) => {
        if (typeof member !== 'function') return [name, member?.constructor === Object ? wrapped(member) : member];
        const counted = (...operands: unknown[]) => {
          counter.moved += sizeOfOperands(name, operands);
          return member(...operands);
        };
        return [name, counted];
      }),
    );
  return Object.assign(counter, { backend: wrapped(backend) as Backend });
}

it('an LSTM and its gradient take time in proportion to the length of the sequence', async () => {
  const { LSTM } = await import('../pytorch/lstm.js');
  const counter = counting(await createBackend());
  using model = new Sequential(counter.backend, { inputShape: ['time', 2], layers: [new LSTM(3)] });
  const moved = (time: number): number => {
    using x = upload(counter.backend, dense(new Float32Array(2 * time * 2).fill(0.5), [2, time, 2]));
    using y = upload(counter.backend, dense(new Int32Array(2 * time), [2, time]));
    const before = counter.moved;
    const { loss, gradients } = model.pass(x, y, new SoftmaxCrossEntropy(), { seed: 0, step: 1 });
    for (const tensor of [loss, ...gradients.values()]) tensor.dispose();
    return counter.moved - before;
  };
  expect(moved(4)).toBeGreaterThan(0);
  expect(moved(32) - moved(16)).toBe(2 * (moved(16) - moved(8)));
  await counter.backend.dispose();
});
