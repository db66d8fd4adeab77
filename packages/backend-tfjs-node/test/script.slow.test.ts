/**
 * `nabla-tensorflow` with a stub of tfjs-node whose native part is text, so that it needs no network and no compiler.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('../scripts', import.meta.url));

/** Loads if both files exist, like the addon that is linked with the library. */
const INDEX = `
const { readFileSync } = require('node:fs');
const native = (path) => readFileSync(__dirname + '/../' + path, 'utf8');
const version = native('lib/napi-v8/tfjs_binding.node');
if (native('deps/lib/libtensorflow.so') !== 'library') throw new Error('damaged library');
exports.tensor1d = ([value]) => value;
exports.mul = (a, b) => ({ dataSync: () => [a * b] });
exports.backend = () => ({ binding: { TF_Version: version } });
`;

/** Writes to package.json in place, like the real one. */
const INSTALL = `
const { appendFileSync, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
appendFileSync('package.json', ' ');
mkdirSync('deps/lib', { recursive: true });
mkdirSync('lib/napi-v8', { recursive: true });
writeFileSync('deps/lib/libtensorflow.so.2', 'library');
symlinkSync('libtensorflow.so.2', 'deps/lib/libtensorflow.so');
writeFileSync('lib/napi-v8/tfjs_binding.node', '2.9.1');
`;

const FAILING_INSTALL = "console.log('downloading'); throw new Error('getaddrinfo ENOTFOUND example.invalid');";

let root: string;
let tfjsNode: string;
let stored: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-tensorflow-'));
  tfjsNode = join(root, 'node_modules/@tensorflow/tfjs-node');
  stored = join(root, 'store-package.json');
  for (const folder of ['dist', 'scripts']) mkdirSync(join(tfjsNode, folder), { recursive: true });
  writeFileSync(stored, '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }');
  linkSync(stored, join(tfjsNode, 'package.json'));
  writeFileSync(join(tfjsNode, 'dist/index.js'), INDEX);
  writeFileSync(join(tfjsNode, 'scripts/install.js'), INSTALL);
  cpSync(SCRIPTS, join(root, 'scripts'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(...flags: string[]) {
  const env = {
    ...process.env,
    NABLA_CACHE: join(root, 'cache'),
    NABLA_TENSORFLOW_WHEEL: join(root, 'absent.whl'),
    NODE_PATH: '', // pnpm points it at the real packages
  };
  const script = join(root, 'scripts/tensorflow.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...flags], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const cached = (): string[] => readdirSync(join(root, 'cache/nabla/tensorflow'));

test('--help prints what it does, and an unknown flag is wrong usage', () => {
  expect(run('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('nabla-tensorflow') });
  expect(run('--jsn')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining("'--jsn'") });
});

test('without the package it says what to install', () => {
  rmSync(tfjsNode, { recursive: true });
  const { status, stdout, stderr } = run('--json');
  const remedy = 'Run npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0, then run this again.';
  expect(status).toBe(1);
  expect(stderr).toBe(`nabla-tensorflow: @tensorflow/tfjs-node is not installed. ${remedy}\n`);
  expect(JSON.parse(stdout)).toEqual({ ok: false, version: null, how: expect.stringContaining(remedy) });
});

const PYTHON = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

/** A wheel with two small libraries and a header, and their hashes in RECORD. */
const MAKE_WHEEL = `
import base64, hashlib, sys, zipfile
path, broken = sys.argv[1], sys.argv[2]
names = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/other.so',
         'tensorflow/include/tensorflow/c/c_api.h', 'tensorflow/include/other/other.h']
with zipfile.ZipFile(path, 'w') as wheel:
    rows = []
    for name in names:
        if broken == 'missing' and name.endswith('framework.so.2'): continue
        data = name.encode()
        digest = hashlib.sha256(b'other' if broken == 'sum' and name.endswith('.h') else data).digest()
        rows.append(name + ',sha256=' + base64.urlsafe_b64encode(digest).rstrip(b'=').decode() + ',' + str(len(data)))
        wheel.writestr(name, data)
    wheel.writestr('tensorflow-1.dist-info/RECORD', '\\n'.join(rows))
`;

describe.skipIf(PYTHON === undefined)('unpacking a wheel', () => {
  function unpack(broken: '' | 'sum' | 'missing' | 'cut') {
    const wheel = join(root, 'some.whl');
    spawnSync(PYTHON ?? '', ['-c', MAKE_WHEEL, wheel, broken]);
    if (broken === 'cut') writeFileSync(wheel, readFileSync(wheel).subarray(0, 100));
    const target = join(root, 'deps');
    return spawnSync(PYTHON ?? '', [join(SCRIPTS, 'tensorflow/unpack_wheel.py'), wheel, target], { encoding: 'utf8' });
  }

  test('unpacks the libraries and the headers of the C API', () => {
    expect(unpack('')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const files = readdirSync(join(root, 'deps'), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    expect(names.sort()).toEqual(['c_api.h', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']);
  });

  test.each([
    ['sum', 'tensorflow/include/tensorflow/c/c_api.h does not have the SHA-256 that the wheel records\n'],
    ['missing', 'it has no libtensorflow_framework.so.2\n'],
    ['cut', 'File is not a zip file\n'],
  ] as const)('refuses one that is damaged: %s', (broken, message) => {
    expect(unpack(broken)).toMatchObject({ status: 1, stdout: '', stderr: message });
  });
});

describe.skipIf(process.platform === 'win32')('in turn', () => {
  test('the install script, an installed library, the cache', () => {
    expect(JSON.parse(run('--json').stdout)).toEqual({
      ok: true,
      version: '2.9.1',
      how: "by tfjs-node's install script",
    });
    expect(JSON.parse(run('--json').stdout)).toEqual({ ok: true, version: '2.9.1', how: 'already installed' });
    expect(run('--remove')).toMatchObject({ status: 0, stdout: 'TensorFlow: removed\n' });
    expect(existsSync(join(tfjsNode, 'deps')) || existsSync(join(tfjsNode, 'lib'))).toBe(false);
    // Now only the cache works.
    writeFileSync(join(tfjsNode, 'scripts/install.js'), FAILING_INSTALL);
    expect(run()).toMatchObject({ status: 0, stdout: 'TensorFlow 2.9.1 loads (from the cache)\n' });
    expect(lstatSync(join(tfjsNode, 'deps/lib/libtensorflow.so.2')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(tfjsNode, 'lib/napi-v8/tfjs_binding.node')).isSymbolicLink()).toBe(false);
    expect(cached()).toEqual([`tfjs-node-4.22.0-tensorflow-2.9.1-${process.platform}-${process.arch}`]);
  });

  test('does not write to a file that may be linked from a store', () => {
    const before = readFileSync(stored, 'utf8');
    expect(run().status).toBe(0);
    expect(readFileSync(stored, 'utf8')).toBe(before);
  });

  test('a cache that is changed, incomplete or without its manifest is built again', () => {
    run();
    for (const damage of [
      (entry: string) => writeFileSync(join(entry, 'deps/lib/libtensorflow.so.2'), 'librarx'),
      (entry: string) => rmSync(join(entry, 'lib'), { recursive: true }),
      (entry: string) => rmSync(join(entry, 'manifest.json')),
    ]) {
      run('--remove');
      const [name = ''] = cached();
      damage(join(root, 'cache/nabla/tensorflow', name));
      const { status, stdout, stderr } = run();
      expect(stderr).toContain('it is damaged or incomplete, so it is built again');
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: "TensorFlow 2.9.1 loads (by tfjs-node's install script)\n",
      });
    }
    run('--remove');
    expect(run().stdout).toBe('TensorFlow 2.9.1 loads (from the cache)\n');
  });

  test('a cache that was deleted under the links is noticed', () => {
    run();
    run('--remove');
    run();
    rmSync(join(root, 'cache'), { recursive: true });
    expect(run().stdout).toBe("TensorFlow 2.9.1 loads (by tfjs-node's install script)\n");
  });

  test('if every method fails, each prints a line, and no files are left', () => {
    writeFileSync(join(tfjsNode, 'scripts/install.js'), FAILING_INSTALL);
    const { status, stdout, stderr } = run();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      'the script could not install the library: Error: getaddrinfo ENOTFOUND example.invalid\n',
    );
    // A Node installed by npm has no headers.
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^nabla-tensorflow: (NABLA_TENSORFLOW_WHEEL is|TensorFlow's wheel|no headers of Node)/,
    );
    expect(existsSync(join(tfjsNode, 'deps')) || existsSync(join(tfjsNode, 'lib'))).toBe(false);
    expect(existsSync(join(root, 'cache')) ? cached() : []).toEqual([]);
  });
});
