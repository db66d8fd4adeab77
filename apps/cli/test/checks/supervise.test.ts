import { stat } from 'node:fs';
import { Output } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { supervised } from '../../src/checks/supervise.js';
import { captured } from '../helpers/report-samples.js';

const output = () => new Output({ quiet: false, ...captured().streams });

it('returns the result, and removes its listeners', async () => {
  expect(await supervised(output(), 'cases', async ({ onProgress }) => onProgress(1, 2) ?? 7)).toBe(7);
  expect(process.listenerCount('SIGINT')).toBe(0);
});

it('throws the error of the body', async () => {
  const failing = supervised(output(), 'cases', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
});

it.each([
  ['SIGINT', 130, 'stopped by Ctrl-C before the check was complete, so it proves nothing.'],
  ['SIGTERM', 143, 'stopped by SIGTERM before the check was complete, so it proves nothing.'],
  ['SIGHUP', 129, 'stopped by a closed terminal (SIGHUP) before the check was complete, so it proves nothing.'],
] as const)('%s exits with %i, even if the body still finishes', async (name, exitCode, message) => {
  const stopping = supervised(output(), 'cases', async ({ signal }) => {
    process.emit(name, name);
    signal.throwIfAborted();
  });
  await expect(stopping).rejects.toMatchObject({ exitCode, message });
  const finishing = supervised(output(), 'cases', async () => process.emit(name, name));
  await expect(finishing).rejects.toMatchObject({ exitCode, message });
});

it.runIf(process.platform !== 'win32')('sees a signal at the last moment', async () => {
  const finishing = supervised(output(), 'cases', async () => {
    await new Promise((resolve) => stat('.', resolve));
    process.kill(process.pid, 'SIGTERM');
  });
  await expect(finishing).rejects.toMatchObject({ exitCode: 143 });
});
