import { EXIT, suggestion, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { PEER_NAMES, PEERS, type PeerName } from '../peers/catalog.js';
import { findPeer } from '../peers/find.js';
import { installPeers } from '../peers/install.js';

export function peersCommand(): Command {
  return new Command('peers')
    .description('List the other libraries you can compare with, and which of them are installed.')
    .addHelpText('after', '\nExamples:\n  $ nabla-bench peers\n')
    .action(async () => {
      const rows: string[][] = [];
      for (const name of PEER_NAMES) {
        const peer = await findPeer(name);
        rows.push([name, 'launch' in peer ? 'installed' : peer.install, PEERS[name].description]);
      }
      const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
      const lines = rows.map(
        ([name = '', state = '', description = '']) =>
          `${name.padEnd(widths[0] ?? 0)}  ${state.padEnd(widths[1] ?? 0)}  ${description}`,
      );
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}

/** Creates the command `install`; `setCode` receives the exit code. */
export function installCommand(setCode: (code: number) => void): Command {
  return new Command('install')
    .description('Install other libraries to compare with, into a cache outside your project.')
    .argument('<peers...>', `Any of ${PEER_NAMES.join(', ')}, or all (torch is several GB).`)
    .addHelpText('after', '\nExamples:\n  $ nabla-bench install numpy scipy jax-js\n  $ nabla-bench install all\n')
    .action(async (names: string[]) => {
      const chosen = names.flatMap((name) => (name === 'all' ? PEER_NAMES : [peerNamed(name)]));
      const ok = await installPeers([...new Set(chosen)], (line) => process.stderr.write(`${line}\n`));
      setCode(ok ? EXIT.ok : EXIT.failure);
    });
}

function peerNamed(name: string): PeerName {
  const peer = PEER_NAMES.find((one) => one === name);
  if (peer !== undefined) return peer;
  throw usageError(`unknown peer '${name}'.${suggestion(name, PEER_NAMES) || ` Known: ${PEER_NAMES.join(', ')}.`}`);
}
