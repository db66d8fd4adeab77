import { seePage } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { createBackend } from '@nablajs/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KNOWN_BACKENDS } from '../src/backend-catalog.js';
import {
  checkBackend,
  findPackage,
  loadBackend,
  requestFor,
  resolveBackend,
  resolveForCheck,
} from '../src/backend-resolver.js';
import { temporaryFolder } from './temporary-folder.js';

/** The backends that auto chooses from. */
const automatic = vi.hoisted(() => ['wasm', 'ts']);

afterEach(() => void automatic.splice(0, Number.POSITIVE_INFINITY, 'wasm', 'ts'));

/** All our backends are installed here, so this one is made up. */
vi.mock('../src/backend-catalog.js', async (original) => {
  const catalog = await original<typeof import('../src/backend-catalog.js')>();
  const gone = { package: '@nablajs/backend-gone', description: '', dtypes: [], install: 'npm install gone' };
  const knownBackend = (name: string) => (name === 'gone' ? gone : catalog.knownBackend(name));
  return { ...catalog, AUTOMATIC: automatic, knownBackend };
});

const functions = ['upload', 'download', 'release', 'memory', 'dispose', ...REQUIRED_KERNELS];

/** The source of a package whose backend has these functions, and reports the options it got. */
const source = (names: readonly string[] = functions): string => `
  export async function createBackend(options) {
    const backend = { name: 'toy', dtypes: ['float32'], description: JSON.stringify(options) };
    for (const name of ${JSON.stringify(names)}) backend[name] = () => {};
    return backend;
  }`;

/** A package that can only be imported, never required. */
function packageOf(name: string, code: string): Record<string, string> {
  const manifest = { name, version: '1.0.0', type: 'module', exports: { '.': { import: './entry.js' } } };
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify(manifest),
    [`node_modules/${name}/entry.js`]: code,
  };
}

const request = (backend: string, projectFolder: string, backendOptions = {}) => ({
  backend,
  backendOptions,
  projectFolder,
});

const resolve = (name: string, folder: string, options = {}) =>
  resolveBackend(request(name, folder, options), 'float32');

const refused = (message: string) =>
  expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) });

describe('resolveBackend', () => {
  it('imports a package from the project folder and passes it the options', async () => {
    const folder = temporaryFolder(packageOf('@mine/toy-backend', source()));
    const { backend, note } = await resolve('@mine/toy-backend', folder, { threads: 2 });
    expect([backend.name, backend.description, note]).toEqual(['toy', '{"threads":2}', undefined]);
  });

  it('imports a file of the project', async () => {
    const folder = temporaryFolder({ 'backend.mjs': source() });
    expect((await resolve('./backend.mjs', folder)).backend.name).toBe('toy');
  });

  it('finds our package by its short name, wherever the project is', async () => {
    const { backend, note } = await resolve('ts', temporaryFolder());
    expect([backend.name, note]).toEqual(['ts', undefined]);
    await backend.dispose();
  });

  it("prefers the project's copy of a package", async () => {
    const folder = temporaryFolder(packageOf('@nablajs/backend-ts', source()));
    expect((await resolve('ts', folder)).backend.name).toBe('toy');
  });

  it.each(['float32', 'float64'] as const)('chooses wasm for %s, and says so', async (dtype) => {
    const { backend, note } = await resolveBackend(request('auto', temporaryFolder()), dtype);
    expect([backend.name, note]).toEqual(['wasm', 'chosen by auto']);
    await backend.dispose();
  });

  it('chooses ts if a faster one cannot start or lacks the dtype, and says why', async () => {
    const chosen = async (files: Record<string, string>, dtype: 'float32' | 'float64') => {
      const { backend, note } = await resolveBackend(request('auto', temporaryFolder(files)), dtype);
      await backend.dispose();
      return [backend.name, note];
    };
    const broken = packageOf('@nablajs/backend-wasm', "throw new Error('no SIMD here');");
    expect(await chosen(broken, 'float32')).toEqual([
      'ts',
      "chosen by auto; backend 'wasm' could not be started: no SIMD here",
    ]);
    const single = packageOf('@nablajs/backend-wasm', source());
    expect(await chosen(single, 'float64')).toEqual(['ts', "chosen by auto; 'wasm' has no float64"]);
  });

  it('skips a backend that is not installed, without a note', async () => {
    automatic.splice(0, 2, 'gone', 'ts');
    const { backend, note } = await resolve('auto', temporaryFolder());
    expect([backend.name, note]).toEqual(['ts', 'chosen by auto']);
    await backend.dispose();
  });

  it('says why there is none to choose', async () => {
    const files = { ...packageOf('@nablajs/backend-wasm', source()), ...packageOf('@nablajs/backend-ts', source()) };
    const refusal = resolveBackend(request('auto', temporaryFolder(files)), 'float64');
    await expect(refusal).rejects.toMatchObject({
      exitCode: 2,
      message:
        "no backend is available for float64: 'wasm' has no float64; 'ts' has no float64. " +
        'Install one: npm install @nablajs/backend-ts',
    });
    automatic.splice(0, 2, 'gone');
    await expect(resolve('auto', temporaryFolder())).rejects.toThrow('float32: none is installed. Install one: npm');
  });

  it('does not replace a backend that refuses its options', async () => {
    const throwing = (code: string): Record<string, string> =>
      packageOf(
        '@nablajs/backend-wasm',
        `export const createBackend = ({ thread }) => {
          throw Object.assign(new Error('no such option'), { name: 'NablaError', code: '${code}' });
        };`,
      );
    await expect(resolve('auto', temporaryFolder(throwing('argument')))).rejects.toMatchObject({
      message: "backend 'wasm' could not be started: no such option",
      cause: { code: 'argument' },
    });
    const { backend, note } = await resolve('auto', temporaryFolder(throwing('data')));
    await backend.dispose();
    expect([backend.name, note]).toEqual(['ts', "chosen by auto; backend 'wasm' could not be started: no such option"]);
  });

  it('refuses a dtype that the backend does not have', async () => {
    const folder = temporaryFolder(packageOf('toy-backend', source()));
    await expect(resolveBackend(request('toy-backend', folder), 'float64')).rejects.toEqual(
      refused("dtype float64: backend 'toy' computes only in float32. Use another dtype or backend."),
    );
  });

  it('says what tfjs-node is for', async () => {
    const folder = temporaryFolder(packageOf('@nablajs/backend-tfjs-node', source()));
    const { note } = await resolve('tfjs-node', folder);
    expect(note).toBe('this backend is meant for cross-checks');
  });
});

describe('resolveForCheck', () => {
  it('accepts any named backend, but requires the dtype if one is named', async () => {
    const folder = temporaryFolder(packageOf('toy-backend', source()));
    const named = request('toy-backend', folder);
    expect((await resolveForCheck(named, undefined, 'float64')).backend.name).toBe('toy');
    await expect(resolveForCheck(named, 'float64', 'float32')).rejects.toEqual(refused('dtype float64'));
  });

  it('lets auto choose for the dtype of the check', async () => {
    const folder = temporaryFolder(packageOf('@nablajs/backend-wasm', source()));
    expect((await resolveForCheck(request('auto', folder), undefined, 'float32')).backend.name).toBe('toy');
    const { backend, note } = await resolveForCheck(request('auto', folder), undefined, 'float64');
    expect([backend.name, note]).toEqual(['ts', "chosen by auto; 'wasm' has no float64"]);
  });
});

describe('loadBackend refuses', () => {
  it.each([
    ['gone', `backend 'gone' is not installed. Install it: npm install gone.${seePage('guides/choosing-a-backend')}`],
    [
      'tss',
      "unknown backend 'tss': neither a short name (ts, wasm, native, webgpu, tfjs-node, auto) nor an installed package. " +
        "Did you mean 'ts'?",
    ],
    ['left-behind-backend', 'nor an installed package. Check the name, or install the package that you mean.'],
    ['@mine/left-behind', 'an installed package. Check the name, or install the package that you mean.'],
    ['./missing.js', "unknown backend './missing.js': neither a short name"],
    ['./missing.js', 'an installed package. Check the path.'],
    ['/missing.js', 'an installed package. Check the path.'],
    ['file:missing.js', 'an installed package. Check the path.'],
    ['../..', "unknown backend '../..'"],
    ['', 'an installed package. Check the path.'],
    ['node:fs', "backend 'node:fs': the package exports no createBackend, so it is not a backend."],
  ])('%j', async (name, message) => {
    await expect(loadBackend(request(name, temporaryFolder()))).rejects.toEqual(refused(message));
  });

  it.each([
    ['no createBackend', 'export const backend = {};', 'the package exports no createBackend'],
    ['a createBackend that is no function', 'export const createBackend = 5;', 'createBackend is not a function'],
    ['a factory of null', 'export const createBackend = () => null;', 'expected an object, received null'],
    ['code that throws', "throw new Error('native addon missing');", 'could not be started: native addon missing'],
    [
      'a factory that throws',
      "export const createBackend = () => { throw new Error('no GPU'); };",
      'could not be started: no GPU',
    ],
    ['a factory of nothing', 'export const createBackend = () => undefined;', 'expected an object, received undefined'],
    [
      'a missing kernel',
      source(functions.filter((name) => name !== 'erf' && name !== 'matmul')),
      'it lacks matmul, erf',
    ],
  ])('a package with %s', async (_, code, message) => {
    const folder = temporaryFolder(packageOf('toy-backend', code));
    await expect(loadBackend(request('toy-backend', folder))).rejects.toEqual(refused(message));
  });
});

describe('checkBackend', () => {
  it('accepts the naive backend', async () => {
    const backend = await createBackend();
    expect(checkBackend('naive', backend)).toBe(backend);
  });

  it('accepts integer types besides the floats', async () => {
    const backend = { ...(await createBackend()), dtypes: ['float32', 'int32'] };
    expect(checkBackend('naive', backend)).toBe(backend);
  });

  it.each([
    [{ name: 3 }, "'name' must be a string"],
    [{ description: undefined }, "'description' must be a string"],
    [{ dtypes: ['int32'] }, "'dtypes' must list float32 or float64"],
    [{ dtypes: 'float32' }, "'dtypes' must list float32 or float64"],
    [{ download: undefined }, 'it lacks download'],
  ])('refuses %j', async (change, message) => {
    const backend = { ...(await createBackend()), ...change };
    expect(() => checkBackend('bad', backend)).toThrow(
      `backend 'bad': createBackend did not return a backend: ${message}`,
    );
  });
});

describe('requestFor', () => {
  const settings = { backend: 'ts', backendOptions: { a: 1 }, projectFolder: '.' };
  const configured = { backend: 'other', backendOptions: { b: 2 } };

  it.each([
    ['ts', { a: 1 }],
    ['other', { b: 2 }],
    ['third', {}],
  ])('takes the options of %s', (name, backendOptions) => {
    expect(requestFor(name, { ...settings, configured })).toEqual({
      backend: name,
      backendOptions,
      projectFolder: '.',
    });
  });
});

it('findPackage returns undefined for a missing package', () => {
  expect(findPackage('@nablajs/no-such-package', temporaryFolder())).toBeUndefined();
});

it('requestFor does not need a configured backend', () => {
  const settings = { backend: 'ts', backendOptions: { a: 1 }, projectFolder: '.' };
  expect(requestFor('other', settings)).toEqual({ backend: 'other', backendOptions: {}, projectFolder: '.' });
});

describe('the catalog', () => {
  it.each(['ts', 'wasm'])('says what %s computes in', async (name) => {
    const { backend } = await loadBackend(request(name, temporaryFolder()));
    expect(KNOWN_BACKENDS[name]?.dtypes).toEqual(backend.dtypes.filter((dtype) => dtype.startsWith('float')));
    await backend.dispose();
  });

  it('has an order for auto, the fastest first', async () => {
    type Catalog = typeof import('../src/backend-catalog.js');
    const catalog = await vi.importActual<Catalog>('../src/backend-catalog.js');
    expect(catalog.AUTOMATIC).toEqual(['native', 'wasm', 'ts']);
  });

  it('says what each backend is and how to install it', () => {
    expect(Object.keys(KNOWN_BACKENDS)).toEqual(['ts', 'wasm', 'native', 'webgpu', 'tfjs-node']);
    for (const [short, { package: name, description, install }] of Object.entries(KNOWN_BACKENDS)) {
      expect(install).toBe(`npm install ${name}${short === 'webgpu' ? ' webgpu' : ''}`);
      expect(description).not.toBe('');
    }
    expect(KNOWN_BACKENDS['tfjs-node']?.dtypes).toEqual(['float32']);
  });
});
