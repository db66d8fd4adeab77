import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { type Frame, learn } from '../src/learn.js';
import { PROBLEMS, type Problem } from '../src/problems.js';

const never = new AbortController().signal;

async function lastFrame(backend: Backend, problem: Problem): Promise<Frame | undefined> {
  let last: Frame | undefined;
  for await (const frame of learn(backend, problem, 1, never)) last = frame;
  expect(backend.memory().buffers).toBe(0);
  await backend.dispose();
  return last;
}

describe.each(Object.entries(PROBLEMS))('%s', (_key, problem) => {
  it('is learned, to the same bits on any number of threads', async () => {
    const frame = await lastFrame(await createWasm({ threads: 1 }), problem);
    expect(frame?.losses.length).toBe(problem.epochs);
    expect(frame?.losses.at(-1)).toBeLessThan(0.01);
    expect(frame?.accuracy).toBe(1);
    expect(await lastFrame(await createWasm({ threads: 2 }), problem)).toEqual(frame);
  });

  it('is learned on ts', async () => {
    const frame = await lastFrame(await createTs(), problem);
    expect(frame?.losses.at(-1)).toBeLessThan(0.01);
    expect(frame?.accuracy).toBe(1);
  });
});

it('ends when it is told to', async () => {
  const stop = new AbortController();
  const frames: number[] = [];
  for await (const { losses } of learn(await createTs(), PROBLEMS.xor, 1, stop.signal)) {
    frames.push(losses.length);
    stop.abort();
  }
  expect(frames).toEqual([PROBLEMS.xor.epochsPerFrame]);
});
