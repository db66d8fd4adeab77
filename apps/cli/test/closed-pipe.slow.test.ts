/** Commands whose pipe is closed at once. In interruption.e2e.test.ts, that of a training is closed a little later. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFolder } from './helpers/idx-folder.js';
import { nablaHere } from './helpers/run-here.js';
import { startNabla } from './helpers/run-nabla.js';
import { temporaryFolder } from './helpers/temporary-folder.js';

/** Placeholder for a folder of small images. */
const DATA = 'FOLDER';
const SMALL = ['--backend', 'ts', '--hidden', '8', '--epochs', '2'];
/** The warning that such little data cause. */
const CHANCE = /^nabla: the accuracy of .* may be chance: .*$/m;

const COMMANDS: readonly [string[]][] = [
  [[]],
  [['train', '--data', DATA, ...SMALL]],
  [['parity', '--help']],
  [['backends']],
  [['train', '--data', DATA, ...SMALL, '--json']],
  [['gradcheck', '--data', DATA, '--backend', 'ts', '--hidden', '3', '--samples', '1']],
  [
    [
      'parity',
      '--data',
      DATA,
      '--backends',
      'ts,wasm',
      '--dtype',
      'float32',
      '--hidden',
      '3',
      '--steps',
      '1',
      '--filter',
      'fill',
    ],
  ],
  [['conformance', '--backend', 'ts', '--filter', 'fill']],
];

describe('a pipe that is closed at once is not a failure, and prints no stack', () => {
  it.each(COMMANDS)('nabla %j', async (args) => {
    const data = args.includes(DATA) ? idxFolder() : '';
    const running = startNabla(args.map((arg) => (arg === DATA ? data : arg)));
    running.child.stdout?.destroy();
    const { code, signal, stderr } = await running.finished;
    // The library of WebGPU prints stacks of its own, in C++, where there is no driver.
    expect(stderr.replace(CHANCE, '')).not.toMatch(/EPIPE|^ {4}at .*(\.[cm]?[jt]s|node:)|nabla: /m);
    expect([code, signal]).toEqual([0, null]);
  });

  it('nabla evaluate', async () => {
    const out = join(temporaryFolder(), 'model');
    expect((await nablaHere(['train', '--data', idxFolder(), ...SMALL, '--out', out])).code).toBe(0);
    const running = startNabla(['evaluate', out, '--backend', 'ts']);
    running.child.stdout?.destroy();
    const { code, stderr } = await running.finished;
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/EPIPE|^nabla: /m)]);
  });
});
