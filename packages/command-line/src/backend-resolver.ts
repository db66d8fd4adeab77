/** From a backend's name to a backend. Only names that the user gave come here; a model file cannot name one. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Backend, type FloatDType, isFloat, isNablaError, REQUIRED_KERNELS } from '@nablajs/core';
import { resolve as resolveModule } from 'import-meta-resolve';
import { AUTOMATIC, BACKEND_NAMES, type KnownBackend, knownBackend } from './backend-catalog.js';
import { CommandError, usageError } from './exit.js';
import { suggestion } from './suggestion.js';

export interface BackendRequest {
  /** A short name, `auto`, or a package (or a path starting with `.`) that exports `createBackend`. */
  readonly backend: string;
  readonly backendOptions: Readonly<Record<string, unknown>>;
  /** Packages are looked up from here first, then from the command's own place. */
  readonly projectFolder: string;
}

/** Settings that may name a backend and its options twice: in a config file, and for this command. */
export interface BackendSettings extends BackendRequest {
  readonly configured?: Pick<BackendRequest, 'backend' | 'backendOptions'>;
}

/** The request for a backend by its name, with the options that are for it. */
export function requestFor(name: string, settings: BackendSettings): BackendRequest {
  const own = [settings, settings.configured].find((one) => one?.backend === name);
  return { backend: name, backendOptions: own?.backendOptions ?? {}, projectFolder: settings.projectFolder };
}

/** What a backend package exports; only `createBackend` must be there. */
export interface BackendModule {
  readonly createBackend?: unknown;
  /** What the backend is known to do otherwise than the conformance kit asks. */
  readonly deviations?: unknown;
  /** Gradients in another way than through the backend's kernels. */
  readonly createGradientReference?: unknown;
}

export interface LoadedBackend {
  /** The caller disposes it. */
  readonly backend: Backend;
  readonly module: BackendModule;
}

/** A backend under the name that the user gave. */
export interface NamedBackend extends LoadedBackend {
  readonly name: string;
}

export interface ResolvedBackend extends LoadedBackend {
  /** What people should know about the choice; undefined where they made it themselves. */
  readonly note: string | undefined;
}

/** Throws a CommandError, exit code 2, that says what to install or what is wrong with the package. */
export async function resolveBackend(request: BackendRequest, dtype: FloatDType): Promise<ResolvedBackend> {
  if (request.backend === 'auto') return chooseBackend(request, dtype);
  const { backend, module } = await loadBackend(request);
  if (backend.dtypes.includes(dtype)) return { backend, module, note: knownBackend(request.backend)?.note };
  await backend.dispose();
  throw lacksDType(dtype, backend);
}

/**
 * For a check, which need not compute in any one type: without a dtype a backend that was named is taken as it is, and `auto`
 * chooses for `automatic`.
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
  return usageError(`dtype ${dtype}: backend '${name}' computes in ${known} alone. Use another dtype or backend.`);
}

/** The fastest of ours that can be had, and why not a faster one. */
async function chooseBackend(request: BackendRequest, dtype: FloatDType): Promise<ResolvedBackend> {
  const obstacles: string[] = [];
  for (const name of AUTOMATIC) {
    // One that is not installed is no news: whoever wants it installs it.
    const candidate = { ...request, backend: name };
    if (locate(candidate) === undefined) continue;
    const found = await tryBackend(candidate, dtype);
    if (typeof found !== 'string') return { ...found, note: ['chosen by auto', ...obstacles].join('; ') };
    obstacles.push(found);
  }
  const reasons = obstacles.length === 0 ? 'none is installed' : obstacles.join('; ');
  throw usageError(`no backend can be had for ${dtype}: ${reasons}. Install one: ${knownBackend('ts')?.install}`);
}

/** The backend, or why there is none. */
async function tryBackend(request: BackendRequest, dtype: FloatDType): Promise<LoadedBackend | string> {
  const { backend: name } = request;
  try {
    const loaded = await loadBackend(request);
    if (loaded.backend.dtypes.includes(dtype)) return loaded;
    await loaded.backend.dispose();
    return `'${name}' has no ${dtype}`;
  } catch (error) {
    // An option that it does not take is a mistake in the config file, not a reason to take another backend.
    const { cause } = error as Error;
    if (!(error instanceof CommandError) || (isNablaError(cause) && cause.code === 'argument')) throw error;
    return error.message;
  }
}

/** Imports the package of `request.backend`, which is not `auto`, makes the backend and checks that it is one. */
export async function loadBackend(request: BackendRequest): Promise<LoadedBackend> {
  const { backend: name, backendOptions } = request;
  return starting(name, async () => {
    const module = await importBackend(request);
    if (typeof module.createBackend !== 'function') {
      const fault =
        module.createBackend === undefined ? 'the package exports no createBackend' : 'createBackend is no function';
      throw usageError(`backend '${name}': ${fault}, so it is not a backend.`);
    }
    return { backend: checkBackend(name, await module.createBackend({ ...backendOptions })), module };
  });
}

/** The package of `request.backend`, which is not `auto`; nothing is made of it yet. */
export async function importBackend(request: BackendRequest): Promise<BackendModule> {
  const url = locateBackend(request);
  return starting(request.backend, () => import(url));
}

/** The URL of the package of `request.backend`, which is not `auto`. Throws a CommandError, exit code 2, where there is none. */
export function locateBackend(request: BackendRequest): string {
  const url = locate(request);
  if (url === undefined) throw missing(request.backend, knownBackend(request.backend));
  return url;
}

/** Whatever a stranger's code throws is a backend that cannot be had. */
async function starting<T>(name: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`backend '${name}' could not be started: ${reason}`, { cause: error });
  }
}

function missing(name: string, known: KnownBackend | undefined): CommandError {
  if (known !== undefined) return usageError(`backend '${name}' is not installed. Install it: ${known.install}`);
  return usageError(
    `unknown backend '${name}': neither a short name (${BACKEND_NAMES.join(', ')}) nor a package that is installed.` +
      (suggestion(name, BACKEND_NAMES) || remedy(name)),
  );
}

/** Never a command that installs the name: anybody may have published a package under a mistyped one. */
function remedy(name: string): string {
  return /^[./]|^$|:/.test(name) ? ' Check the path.' : ' Check the name, or install the package that you mean.';
}

/** The URL of the package that a short name stands for, or that is named itself. */
function locate({ backend: name, projectFolder }: BackendRequest): string | undefined {
  return findPackage(knownBackend(name)?.package ?? name, projectFolder);
}

/** The URL of a package's entry, by the rules of `import`: from the project, then from this command's own place. */
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
    // Not there, or without an entry that can be imported: the same to whoever asked for it.
    return undefined;
  }
}

const STORAGE_FUNCTIONS = ['upload', 'download', 'release', 'memory', 'dispose'] as const;

/** What a stranger's createBackend returned must be a backend: names, float dtypes and every required kernel. */
export function checkBackend(name: string, value: unknown): Backend {
  const fail = (what: string): never => {
    throw usageError(`backend '${name}': what createBackend returned is not a backend: ${what}.`);
  };
  if (typeof value !== 'object' || value === null) {
    return fail(`expected an object, received ${value === null ? 'null' : typeof value}`);
  }
  const backend = value as Partial<Backend>;
  for (const text of ['name', 'description'] as const) {
    if (typeof backend[text] !== 'string') fail(`'${text}' must be a text`);
  }
  if (!Array.isArray(backend.dtypes) || !backend.dtypes.some(isFloat)) {
    fail("'dtypes' must list float32 or float64");
  }
  const lacking = [...STORAGE_FUNCTIONS, ...REQUIRED_KERNELS].filter((key) => typeof backend[key] !== 'function');
  if (lacking.length > 0) fail(`it lacks ${lacking.join(', ')}`);
  return value as Backend;
}
