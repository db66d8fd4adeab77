/** Where peers are found and what is installed, with stubs of npm and python3. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PEER_NAMES, PEERS, type PeerName } from '../../src/peers/catalog.js';
import { findPeer } from '../../src/peers/find.js';
import { installPeers } from '../../src/peers/install.js';
import type { Launch } from '../../src/protocol.js';
import { Stubs } from './stubs.js';

const home = process.cwd();
let root: string;
let stubs: Stubs;
let said: string[];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'nabla-install-')));
  stubs = new Stubs(root);
  said = [];
  mkdirSync(join(root, 'project'));
  process.chdir(join(root, 'project'));
  vi.stubEnv('NABLA_CACHE', join(root, 'cache'));
  vi.stubEnv('NABLA_PYTHON', undefined);
  vi.stubEnv('PATH', stubs.folder);
  vi.stubEnv('STUB_LOG', stubs.log);
});

afterEach(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const install = (...names: PeerName[]): Promise<boolean> => installPeers(names, (line) => said.push(line));

function addPackage(project: string, name: string, version: string): void {
  const folder = join(root, project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }));
}

const CACHE = 'cache/nabla/bench-peers';

describe('a missing peer', () => {
  test('is not an error, but a reason and the command that installs it', async () => {
    expect(await findPeer('jax-js')).toEqual({
      reason: '@jax-js/jax not installed',
      install: 'nabla-bench install jax-js',
    });
    expect(await findPeer('scipy')).toEqual({
      reason: 'no python3 with scipy and numpy',
      install: 'nabla-bench install scipy',
    });
  });

  test('of Python is distinguished from a NABLA_PYTHON that does not exist', async () => {
    vi.stubEnv('NABLA_PYTHON', join(root, 'nowhere'));
    expect(await findPeer('numpy')).toMatchObject({ reason: expect.stringContaining('NABLA_PYTHON') });
  });
});

describe('a peer is found', () => {
  test("in the user's project before the folder of installed peers", async () => {
    addPackage(`${CACHE}/node`, 'ml-matrix', '6.15.1');
    expect(await findPeer('ml-matrix')).toMatchObject({
      launch: { args: [expect.any(String), 'ml-matrix', join(root, CACHE, 'node')] },
    });
    addPackage('project', 'ml-matrix', '6.0.0');
    expect(await findPeer('ml-matrix')).toMatchObject({
      launch: { args: [expect.any(String), 'ml-matrix', join(root, 'project')] },
    });
  });

  test('in the python3 on PATH if that has it', async () => {
    stubs.addPython();
    const python = join(stubs.folder, 'python3');
    expect(await findPeer('numpy')).toHaveProperty('reason');
    stubs.addPackages(python, 'numpy==1.0.0');
    expect(await findPeer('numpy')).toEqual({
      launch: { command: python, args: ['-B', expect.stringMatching(/worker\.py$/), 'numpy'] },
    });
    expect(await findPeer('scipy')).toHaveProperty('reason');
  });
});

describe('if python3 only opens a store', () => {
  beforeEach(() => {
    stubs.addShop();
    stubs.addPython('python');
  });

  test('uses python', async () => {
    stubs.addPackages(join(stubs.folder, 'python'), 'numpy==1.0.0');
    expect(await findPeer('numpy')).toMatchObject({ launch: { command: join(stubs.folder, 'python') } });
  });

  test('creates the environment with python', async () => {
    expect(await install('numpy')).toBe(true);
    expect(said.at(-1)).toContain('numpy 2.4.6');
    expect(await findPeer('numpy')).toMatchObject({ launch: { command: join(root, CACHE, 'python/bin/python') } });
  });
});

describe('installing', () => {
  test('installs exact versions, runs no scripts, and installs nothing twice', async () => {
    stubs.addNpm();
    expect(await install('onnxruntime-node')).toBe(true);
    const [call] = stubs.calls();
    expect(call).toMatchObject({ npm: 'install', onnx: 'skip' });
    expect(call?.args).toEqual(
      expect.arrayContaining([
        '--prefix',
        join(root, CACHE, 'node'),
        '--ignore-scripts',
        '--save-exact',
        'onnxruntime-node@1.30.0',
      ]),
    );
    expect(await findPeer('onnxruntime-node')).toHaveProperty('launch');
    expect(await install('onnxruntime-node')).toBe(true);
    expect(stubs.calls()).toHaveLength(1);
    expect(said.at(-1)).toBe('onnxruntime-node: onnxruntime-node 1.30.0, already installed');
  });

  test('replaces another version', async () => {
    stubs.addNpm();
    addPackage(`${CACHE}/node`, 'ml-matrix', '6.0.0');
    expect(await install('ml-matrix')).toBe(true);
    expect(stubs.calls()).toHaveLength(1);
  });

  test('continues after a failure, which is one line with what to do', async () => {
    stubs.addNpm();
    expect(await install('brain.js', 'ml-matrix')).toBe(false);
    expect(said).toContain(
      "brain.js: npm failed: npm error 404 Not Found. Check the network and npm's registry, then run this again.",
    );
    expect(said.at(-1)).toBe('ml-matrix: ml-matrix 6.15.1 installed');
  });

  test('creates one Python environment for all peers', async () => {
    stubs.addPython();
    expect(await install('numpy', 'scipy')).toBe(true);
    const calls = stubs.calls().filter(({ args }) => args[0] !== '--version');
    expect(calls.map(({ python, args }) => [python, ...args.filter((arg) => !arg.startsWith('--'))])).toEqual([
      ['venv', join(root, CACHE, 'python')],
      ['pip', 'install', 'numpy==2.4.6', 'threadpoolctl==3.8.0'],
      ['pip', 'install', 'scipy==1.17.1', 'numpy==2.4.6', 'threadpoolctl==3.8.0'],
    ]);
    expect(await findPeer('scipy')).toMatchObject({ launch: { command: join(root, CACHE, 'python/bin/python') } });
    expect(await install('scipy')).toBe(true);
    expect(said.at(-1)).toContain('already installed');
  });

  test('limits a peer by the environment of its process', async () => {
    const python = stubs.addPython('python', join(root, CACHE, 'python/bin'));
    stubs.addPackages(python, 'torch==2.15.0', 'numpy==2.4.6');
    const { launch } = (await findPeer('torch')) as { launch: Launch };
    const env = { ATEN_CPU_CAPABILITY: 'avx2', ONEDNN_MAX_CPU_ISA: 'AVX2', MKL_ENABLE_INSTRUCTIONS: 'AVX2' };
    expect(launch).toEqual({ command: python, args: ['-B', expect.stringMatching(/worker\.py$/), 'torch'] });
    expect(await findPeer('torch-avx2')).toEqual({ launch: { ...launch, env } });
  });

  test('reports the error of pip without its warnings', async () => {
    stubs.addPython();
    expect(await install('torch')).toBe(false);
    expect(said.at(-1)).toBe(
      "torch: pip failed: ERROR: No matching distribution found for torch. Check the network and pip's index, then run this again.",
    );
  });

  test('without npm or python3 says what to install', async () => {
    expect(await install('jax-js', 'numpy')).toBe(false);
    expect(said.filter((line) => !line.startsWith('installing'))).toEqual([
      expect.stringMatching(/^jax-js: npm is not on PATH\. Install/),
      expect.stringMatching(/^numpy: no python3 on PATH\. Install/),
    ]);
  });
});

test('every peer has exact versions and a command', () => {
  for (const name of PEER_NAMES) {
    const { packages, optionalPackages = {}, install: command } = PEERS[name];
    expect(command).toBe(`nabla-bench install ${name}`);
    for (const version of Object.values({ ...packages, ...optionalPackages }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});
