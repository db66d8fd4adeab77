/** Who takes part: backends of nabla's kind by name or package, and peers by name. */
import { fileURLToPath } from 'node:url';
import { loadBackend, locateBackend, usageError } from '@nablajs/command-line';
import { findPeer, type PeerName } from '../peers/index.js';
import type { Launch } from '../protocol.js';

export interface Candidate {
  readonly name: string;
  readonly launch: Launch;
  /** Another library: it does not change with nabla's code. */
  readonly peer: boolean;
}

export interface Missing {
  readonly name: string;
  readonly reason: string;
  readonly install: string;
}

const WORKER = fileURLToPath(new URL('../worker/main.js', import.meta.url));

/**
 * A process of its own for a backend. It is started here once, to be seen that it is one: throws a CommandError, exit code 2,
 * where the name finds no package or what it finds is no backend.
 */
export async function backendCandidate(name: string, projectFolder: string): Promise<Candidate> {
  if (name === 'auto') throw usageError("--backends: 'auto' names no backend. Name those to time: ts");
  const request = { backend: name, backendOptions: {}, projectFolder };
  const url = locateBackend(request);
  const { backend } = await loadBackend(request);
  await backend.dispose();
  return { name, launch: { command: process.execPath, args: [WORKER, url] }, peer: false };
}

/** The peers that can be had, and the others with the way to install them. `taken`: names that backends have already. */
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
