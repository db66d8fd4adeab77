import { describe, expect, it } from 'vitest';
import { openMpi } from '../../src/ranks/mpi.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

/** A folder with a package @nablajs/mpi of this code. */
function folderWith(code: string): string {
  const manifest = { name: '@nablajs/mpi', version: '1.0.0', type: 'module', exports: './entry.js' };
  return temporaryFolder({
    'node_modules/@nablajs/mpi/package.json': JSON.stringify(manifest),
    'node_modules/@nablajs/mpi/entry.js': code,
  });
}

const ONE_RANK = `
  export const openMpi = async () => ({
    ...{ rank: 0, size: 1, library: 'Fake MPI 1.2.3', host: 'here', sum: async () => {}, close: async () => {} },
    broadcast: async (bytes) => bytes.slice(),
    abort: (code) => process.exit(code),
  });`;

describe('openMpi', () => {
  it('says what to install if the package is missing', async () => {
    const message =
      '--distributed: @nablajs/mpi is not installed. Install it: npm install @nablajs/mpi && npx nabla-mpi build.' +
      ' See https://nablajs.github.io/nabla/guides/many-machines';
    await expect(openMpi('.', () => undefined)).rejects.toMatchObject({ exitCode: 2, message });
  });

  it('passes on what the package says', async () => {
    const cwd = folderWith(`export async function openMpi() { throw new Error('the addon is not built.'); }`);
    await expect(openMpi(cwd)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^--distributed: .*the addon is not built\./),
    });
  });
});

const FLAGS = ['--backend', 'ts', '--hidden', '6', '--epochs', '2', '--batch-size', '16'];

describe('nabla train --distributed', () => {
  it('takes the package of the project, and names the ranks first', async () => {
    const cwd = folderWith(ONE_RANK);
    const { code, stdout, stderr } = await nablaHere(['train', '--data', idxFolder(), ...FLAGS, '--distributed'], {
      cwd,
    });
    expect(stderr).toMatch(/^1 rank, Fake MPI 1\.2\.3\nBackend ts: /);
    expect(stdout).toMatch(/^Epoch 2\/2/m);
    expect(code).toBe(0);
  });

  it('has the ranks and parts in its JSON, and the weights of a training with as many parts and no MPI', async () => {
    const cwd = folderWith(ONE_RANK);
    const train = (...flags: string[]) =>
      nablaHere(['train', '--data', idxFolder(), ...FLAGS, '--json', ...flags], { cwd });
    const distributed = jsonLines(await train('--distributed', '--parts', '8'));
    const alone = jsonLines(await train('--parts', '8'));
    const without = jsonLines(await train());
    expect(distributed[0]).toMatchObject({ event: 'start', parts: 8, ranks: 1, mpi: 'Fake MPI 1.2.3' });
    expect(alone[0]).toMatchObject({ event: 'start', parts: 8 });
    expect(alone[0]).not.toHaveProperty('ranks');
    expect(without[0]).not.toHaveProperty('parts');
    const losses = [distributed, alone, without].map((lines) => lines.at(-1)?.['trainLoss']);
    expect(losses[1]).toBe(losses[0]);
    // Another order of additions.
    expect(losses[2]).not.toBe(losses[0]);
    expect(losses[2]).toBeCloseTo(losses[0] as number, 4);
  });

  it('a failure is one line', async () => {
    const cwd = folderWith(ONE_RANK);
    const { code, stderr } = await nablaHere(['train', '--data', 'none', '--distributed'], { cwd });
    expect(stderr).toMatch(/^nabla: .*none.*\n$/);
    expect(code).toBe(1);
  });
});

it('a search refuses it', async () => {
  const { code, stderr } = await nablaHere(['search', '--try', 'epochs=1,2', '--distributed']);
  expect(stderr).toBe(
    'nabla: --distributed: a search cannot share a trial among ranks. Search without it, then train with the best ' +
      'values: mpirun -n 4 nabla train --distributed.\n',
  );
  expect(code).toBe(2);
  const byVariable = await nablaHere(['search', '--try', 'epochs=1,2'], { env: { NABLA_DISTRIBUTED: '1' } });
  expect(byVariable.stderr).toBe(stderr);
});
