/** The candidates of a run: backends by name or package, and peers by name. */
import { fileURLToPath } from 'node:url';
import { loadBackend, locateBackend, usageError } from '@nablajs/command-line';
import { findPeer, type PeerName } from '../peers/index.js';
import type { Launch } from '../protocol.js';

export interface Candidate {
  readonly name: string;
  readonly launch: Launch;
  /** Whether it is another library, which does not change with nabla's code. */
  readonly peer: boolean;
}

export interface Missing {
  readonly name: string;
  readonly reason: string;
  readonly install: string;
}

const WORKER = fileURLToPath(new URL('../worker/main.js', import.meta.url));

/**
 * Returns a candidate that runs a backend in its own process. Creates the backend once to check it: throws a
 * `CommandError` with exit code 2 if the name finds no package, or the package is not a backend.
 */
export async function backendCandidate(name: string, projectFolder: string): Promise<Candidate> {
  if (name === 'auto') throw usageError("--backends: 'auto' is not a backend. Name the backends to time, such as ts.");
  const request = { backend: name, backendOptions: {}, projectFolder };
  const url = locateBackend(request);
  const { backend } = await loadBackend(request);
  await backend.dispose();
  return { name, launch: { command: process.execPath, args: [WORKER, url] }, peer: false };
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
    if ('launch' in peer) found.push({ name: own, launch: peer.launch, peer: true });
    else missing.push({ name, ...peer });
  }
  return { found, missing };
}
