/** The candidates of a run: backends by name or package, and peers by name. */
import { fileURLToPath } from 'node:url';
import {
  type BackendRequest,
  CommandError,
  findPackage,
  knownBackend,
  loadBackend,
  locateBackend,
  usageError,
} from '@nablajs/command-line';
import { isNablaError } from '@nablajs/core';
import { PEERS } from '../peers/catalog.js';
import { findPeer, type PeerName } from '../peers/index.js';
import type { Launch } from '../protocol.js';

export interface Candidate {
  readonly name: string;
  readonly launch: Launch;
  /** Whether it is another library, which does not change with nabla's code. */
  readonly peer: boolean;
  /** The vector instructions of another library, if they are native: see `Peer`. */
  readonly vectors?: string;
}

export interface Missing {
  readonly name: string;
  readonly reason: string;
  readonly install: string;
}

const WORKER = fileURLToPath(new URL('../worker/main.js', import.meta.url));

/** The name of backend-native with `bits: 'fast'`, which is a candidate of its own. */
export const NATIVE_FAST = 'native-fast';

/** The name of a backend, and options for it: `native:bits=fast:threads=1`. */
const WITH_OPTIONS = /^(.+?)((?::[a-z]+=[^:=]+)+)$/i;

/** Splits a name into a backend and its options. Numbers and booleans are not text. */
export function readBackendName(text: string): Pick<BackendRequest, 'backend' | 'backendOptions'> {
  const [, backend = text, options = ''] = WITH_OPTIONS.exec(text) ?? [];
  const pairs = options.split(':').slice(1);
  const backendOptions = Object.fromEntries(pairs.map((pair) => readOption(pair.split('='))));
  if (backend === NATIVE_FAST) return { backend: 'native', backendOptions: { bits: 'fast', ...backendOptions } };
  return { backend, backendOptions };
}

function readOption([key = '', value = '']: readonly string[]): [string, unknown] {
  return [key, /^(true|false|-?\d+(\.\d+)?)$/.test(value) ? JSON.parse(value) : value];
}

/**
 * Returns a candidate that runs a backend in its own process, or why a backend with a short name cannot run here.
 * Throws a `CommandError` with exit code 2 if the name finds no package, the package is not a backend, or refuses its
 * options. `find` looks for packages.
 */
export async function backendCandidate(
  name: string,
  projectFolder: string,
  find: typeof findPackage = findPackage,
): Promise<Candidate | Missing> {
  const request = { ...readBackendName(name), projectFolder };
  if (request.backend === 'auto') {
    throw usageError("--backends: 'auto' is not a backend. Name the backends to time, such as ts.");
  }
  const known = knownBackend(request.backend);
  if (known !== undefined && find(known.package, projectFolder) === undefined) {
    return { name, reason: `${known.package} not installed`, install: known.install };
  }
  const url = locateBackend(request);
  try {
    const { backend } = await loadBackend(request);
    await backend.dispose();
  } catch (error) {
    const { cause } = error as Error;
    if (known === undefined || !(error instanceof CommandError && isNablaError(cause) && cause.code === 'backend')) {
      throw error;
    }
    // Only the beginning: the rest may name a folder.
    const [reason = ''] = cause.message.split(/[:.] /);
    return { name, reason, install: /npm run [\w:]+/.exec(cause.message)?.[0] ?? known.install };
  }
  const args = [WORKER, url, JSON.stringify(request.backendOptions)];
  return { name, launch: { command: process.execPath, args }, peer: false };
}

/** Returns the installed peers, and the missing ones with their install commands. `taken` are names of backends. */
export async function peerCandidates(
  names: readonly PeerName[],
  taken: readonly string[],
): Promise<{ readonly found: readonly Candidate[]; readonly missing: readonly Missing[] }> {
  const found: Candidate[] = [];
  const missing: Missing[] = [];
  for (const name of names) {
    const peer = await findPeer(name);
    const own = taken.includes(name) ? `${name} (peer)` : name;
    const { vectors } = PEERS[name];
    if ('launch' in peer) {
      found.push({ name: own, launch: peer.launch, peer: true, ...(vectors === undefined ? {} : { vectors }) });
    } else missing.push({ name, ...peer });
  }
  return { found, missing };
}
