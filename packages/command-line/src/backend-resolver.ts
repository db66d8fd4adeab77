/** Loads a backend by its name. The name always comes from the user, never from a model file. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Backend, type FloatDType, isFloat, isNablaError, seePage } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { resolve as resolveModule } from 'import-meta-resolve';
import { AUTOMATIC, BACKEND_NAMES, type KnownBackend, knownBackend } from './backend-catalog.js';
import { CommandError, usageError } from './exit.js';
import { suggestion } from './suggestion.js';

/** Which backend to load. */
export interface BackendRequest {
  /** A short name, `auto`, or a package (or a path that starts with `.`) that exports `createBackend`. */
  readonly backend: string;
  /** Passed to `createBackend`. */
  readonly backendOptions: Readonly<Record<string, unknown>>;
  /**
   * How many threads to compute on, if the backend has a short name and threads. Overrides `backendOptions`. Default:
   * the backend decides.
   */
  readonly threads?: number | undefined;
  /** Where to look for packages first; after that, in the command's own folder. */
  readonly projectFolder: string;
}

/** Settings that may name two backends with options: one for this command, and one in a config file. */
export interface BackendSettings extends BackendRequest {
  /** What the config file says. */
  readonly configured?: Pick<BackendRequest, 'backend' | 'backendOptions'>;
}

/**
 * Makes a request for a backend by its name, with the options that the settings have for that backend.
 *
 * @example
 * ```ts
 * const settings = { backend: 'wasm', backendOptions: { threads: 2 }, projectFolder: process.cwd() };
 * requestFor('wasm', settings).backendOptions; // { threads: 2 }
 * requestFor('ts', settings).backendOptions; // {}
 * ```
 */
export function requestFor(name: string, settings: BackendSettings): BackendRequest {
  const own = [settings, settings.configured].find((one) => one?.backend === name);
  return { backend: name, backendOptions: own?.backendOptions ?? {}, projectFolder: settings.projectFolder };
}

/** The exports of a backend package. Only `createBackend` is required. */
export interface BackendModule {
  readonly createBackend?: unknown;
  /** Known deviations from what the conformance kit expects. */
  readonly deviations?: unknown;
  /** Creates a reference that computes gradients without the backend's kernels. */
  readonly createGradientReference?: unknown;
}

/** A backend that was loaded and started. */
export interface LoadedBackend {
  /** You must dispose it. */
  readonly backend: Backend;
  readonly module: BackendModule;
}

/** A backend with the name that the user gave. */
export interface NamedBackend extends LoadedBackend {
  readonly name: string;
}

/** A backend that computes in the dtype that was asked for. */
export interface ResolvedBackend extends LoadedBackend {
  /** What users should know about the choice, such as why `auto` chose it; undefined if there is nothing to say. */
  readonly note: string | undefined;
}

/**
 * Loads a backend that computes in `dtype`.
 *
 * @throws A `CommandError` with exit code 2 that says what to install, or what is wrong with the package.
 *
 * @example
 * ```ts
 * const request = { backend: 'auto', backendOptions: {}, projectFolder: process.cwd() };
 * const { backend, note } = await resolveBackend(request, 'float32');
 * ```
 */
export async function resolveBackend(request: BackendRequest, dtype: FloatDType): Promise<ResolvedBackend> {
  if (request.backend === 'auto') return chooseBackend(request, dtype);
  const { backend, module } = await loadBackend(request);
  if (backend.dtypes.includes(dtype)) return { backend, module, note: knownBackend(request.backend)?.note };
  await backend.dispose();
  throw lacksDType(dtype, backend);
}

/**
 * Loads a backend for a check, which need not use a certain dtype. Without `dtype`, any backend that was named is
 * accepted, and `auto` chooses one for the dtype `automatic`.
 *
 * @example
 * ```ts
 * const request = { backend: 'tfjs-node', backendOptions: {}, projectFolder: process.cwd() };
 * const { backend } = await resolveForCheck(request, undefined, 'float64');
 * console.log(backend.dtypes);
 * ```
 */
export async function resolveForCheck(
  request: BackendRequest,
  dtype: FloatDType | undefined,
  automatic: FloatDType,
): Promise<ResolvedBackend> {
  if (dtype !== undefined || request.backend === 'auto') return resolveBackend(request, dtype ?? automatic);
  return { ...(await loadBackend(request)), note: undefined };
}

function lacksDType(dtype: FloatDType, { name, dtypes }: Backend): CommandError {
  const known = dtypes.filter(isFloat).join(', ');
  return usageError(`dtype ${dtype}: backend '${name}' computes only in ${known}. Use another dtype or backend.`);
}

/** Chooses the fastest of our backends that works, and notes why faster ones do not. */
async function chooseBackend(request: BackendRequest, dtype: FloatDType): Promise<ResolvedBackend> {
  const obstacles: string[] = [];
  for (const name of AUTOMATIC) {
    // No note for a backend that is not installed: it is optional.
    const candidate = { ...request, backend: name };
    if (locate(candidate) === undefined) continue;
    const found = await tryBackend(candidate, dtype);
    if (typeof found !== 'string') return { ...found, note: ['chosen by auto', ...obstacles].join('; ') };
    obstacles.push(found);
  }
  const reasons = obstacles.length === 0 ? 'none is installed' : obstacles.join('; ');
  throw usageError(`no backend is available for ${dtype}: ${reasons}. Install one: ${knownBackend('ts')?.install}`);
}

/** Returns the backend, or the reason why it cannot be used. */
async function tryBackend(request: BackendRequest, dtype: FloatDType): Promise<LoadedBackend | string> {
  const { backend: name } = request;
  try {
    const loaded = await loadBackend(request);
    if (loaded.backend.dtypes.includes(dtype)) return loaded;
    await loaded.backend.dispose();
    return `'${name}' has no ${dtype}`;
  } catch (error) {
    // A wrong option is a mistake in the config file, not a reason to choose another backend.
    const { cause } = error as Error;
    if (!(error instanceof CommandError) || (isNablaError(cause) && cause.code === 'argument')) throw error;
    return error.message;
  }
}

/**
 * Imports the package of a backend other than `auto`, creates the backend, and checks it.
 *
 * @throws A `CommandError` with exit code 2 that says what is missing or wrong.
 *
 * @example
 * ```ts
 * const { backend } = await loadBackend({ backend: 'ts', backendOptions: {}, projectFolder: process.cwd() });
 * ```
 */
export async function loadBackend(request: BackendRequest): Promise<LoadedBackend> {
  const { backend: name, backendOptions } = request;
  return wrapStartErrors(name, async () => {
    const module = await importBackend(request);
    if (typeof module.createBackend !== 'function') {
      const fault =
        module.createBackend === undefined ? 'the package exports no createBackend' : 'createBackend is not a function';
      throw usageError(`backend '${name}': ${fault}, so it is not a backend.`);
    }
    const options = { ...backendOptions, ...threadsFor(request) };
    return { backend: checkBackend(name, await module.createBackend(options)), module };
  });
}

function threadsFor({ backend, threads }: BackendRequest): { readonly threads?: number } {
  return threads !== undefined && knownBackend(backend)?.hasThreads === true ? { threads } : {};
}

/**
 * Imports the package of a backend other than `auto`, without creating the backend.
 *
 * @example
 * ```ts
 * const request = { backend: 'ts', backendOptions: {}, projectFolder: process.cwd() };
 * const { createBackend, deviations } = await importBackend(request);
 * ```
 */
export async function importBackend(request: BackendRequest): Promise<BackendModule> {
  const url = locateBackend(request);
  return wrapStartErrors(request.backend, () => import(url));
}

/**
 * Returns the URL of a backend's package. Throws a CommandError with exit code 2 if it is not installed.
 *
 * @example
 * ```ts
 * const url = locateBackend({ backend: 'ts', backendOptions: {}, projectFolder: process.cwd() });
 * console.log(url.startsWith('file:')); // true
 * ```
 */
export function locateBackend(request: BackendRequest): string {
  const url = locate(request);
  if (url === undefined) throw notFound(request.backend, knownBackend(request.backend));
  return url;
}

/** Reports any error from the backend's code as a CommandError. */
async function wrapStartErrors<T>(name: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`backend '${name}' could not be started: ${reason}`, { cause: error });
  }
}

function notFound(name: string, known: KnownBackend | undefined): CommandError {
  const guide = seePage('guides/choosing-a-backend');
  if (known !== undefined)
    return usageError(`backend '${name}' is not installed. Install it: ${known.install}.${guide}`);
  return usageError(
    `unknown backend '${name}': neither a short name (${BACKEND_NAMES.join(', ')}) nor an installed package.` +
      (suggestion(name, BACKEND_NAMES) || remedy(name)),
  );
}

/** Never suggests to install an unknown name: anyone may have published a package under a mistyped name. */
function remedy(name: string): string {
  return /^[./]|^$|:/.test(name) ? ' Check the path.' : ' Check the name, or install the package that you mean.';
}

/** Returns the URL of a backend's package, given its short name or the package's own name. */
function locate({ backend: name, projectFolder }: BackendRequest): string | undefined {
  return findPackage(knownBackend(name)?.package ?? name, projectFolder);
}

/**
 * Returns the URL of a package's entry, as `import` would resolve it from the project, or else from this command.
 *
 * @example
 * ```ts
 * if (findPackage('@nablajs/backend-tfjs-node', process.cwd()) === undefined) console.log('not installed');
 * ```
 */
export function findPackage(specifier: string, projectFolder: string): string | undefined {
  const parents = [pathToFileURL(join(projectFolder, 'nabla.config.js')).href, import.meta.url];
  for (const parent of parents) {
    const url = tryResolve(specifier, parent);
    if (url !== undefined) return url;
  }
  return undefined;
}

function tryResolve(specifier: string, parent: string): string | undefined {
  try {
    const url = resolveModule(specifier, parent);
    const isThere = !url.startsWith('file:') || statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile();
    return isThere ? url : undefined;
  } catch {
    // Missing, or without an entry that can be imported: the caller treats both alike.
    return undefined;
  }
}

const STORAGE_FUNCTIONS = ['upload', 'download', 'release', 'memory', 'dispose'] as const;

/**
 * Checks that `createBackend` returned a backend: its names, float dtypes and all required kernels.
 *
 * @example
 * ```ts
 * const backend = checkBackend('my-backend', await createBackend());
 * ```
 */
export function checkBackend(name: string, value: unknown): Backend {
  const fail = (what: string): never => {
    throw usageError(`backend '${name}': createBackend did not return a backend: ${what}.`);
  };
  if (typeof value !== 'object' || value === null) {
    return fail(`expected an object, received ${value === null ? 'null' : typeof value}`);
  }
  const backend = value as Partial<Backend>;
  for (const text of ['name', 'description'] as const) {
    if (typeof backend[text] !== 'string') fail(`'${text}' must be a string`);
  }
  if (!Array.isArray(backend.dtypes) || !backend.dtypes.some(isFloat)) {
    fail("'dtypes' must list float32 or float64");
  }
  const lacking = [...STORAGE_FUNCTIONS, ...REQUIRED_KERNELS].filter((key) => typeof backend[key] !== 'function');
  if (lacking.length > 0) fail(`it lacks ${lacking.join(', ')}`);
  return value as Backend;
}
