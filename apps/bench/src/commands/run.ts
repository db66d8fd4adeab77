/** `nabla-bench [suites...]`: measure, and tell in the ways that were asked for. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  CountingBar,
  countOption,
  EXIT,
  Interruption,
  Output,
  onStdoutClosed,
  suggestion,
  usageError,
} from '@nablajs/command-line';
import { Command } from 'commander';
import { backendCandidate, type Candidate, peerCandidates } from '../harness/candidates.js';
import { Collected } from '../harness/collected.js';
import { METHOD, type Method, QUICK_METHOD } from '../harness/method.js';
import { run } from '../harness/run.js';
import { currentLoad, describeMachine } from '../machine/machine.js';
import { PEER_NAMES, type PeerName } from '../peers/catalog.js';
import { terminalLines } from '../report/table.js';
import { writeHtml } from '../report/write-html.js';
import { writeResultFile } from '../result/read-result-file.js';
import type { ResultFile } from '../result/result-file.js';
import { loadDigits } from '../workloads/digits.js';
import { type PlannedWorkload, workloadsOf } from '../workloads/index.js';
import { SUITES, type SuiteName } from '../workloads/workload.js';

const HELP = `
Suites: ${SUITES.join(', ')}; all of them where none is named.

Every candidate runs in a process of its own and must give the right result before it is timed. Candidates take turns,
round by round, in ${METHOD.launches} launches of ${METHOD.rounds} rounds; a ratio is that of a round to the baseline's in the same round.

Examples:
  $ nabla-bench --quick                                        a first look, backends alone
  $ nabla-bench train --peers numpy,torch,tfjs-node            the main job against other libraries
  $ nabla-bench ops --filter matmul --json ops.json --html ops.html
  $ nabla-bench ops --backends ts,./my-backend.mjs

Exit codes: 0 done, 1 a candidate failed or gave a wrong result, 2 wrong usage, 130 stopped by Ctrl-C, 143 by SIGTERM
(what was finished is written).`;

interface Flags {
  readonly backends: string;
  readonly peers?: string;
  readonly baseline?: string;
  readonly filter?: string;
  readonly json?: string;
  readonly html?: string;
  readonly quick?: boolean;
  readonly quiet?: boolean;
  readonly rounds?: string;
  readonly launches?: string;
  readonly limit?: string;
}

/** `setCode` takes the exit code. */
export function runCommand(setCode: (code: number) => void): Command {
  return new Command('run')
    .description('Time backends and other libraries.')
    .argument('[suites...]', `Any of ${SUITES.join(', ')}.`)
    .option('--backends <names>', 'Backends by short name, package or file, separated by commas.', 'wasm,ts')
    .option('--peers <names>', `Other libraries: ${PEER_NAMES.join(', ')}, or all.`)
    .option('--baseline <name>', 'What ratios are ratios to; default the first backend.')
    .option('--filter <text>', 'Only workloads whose name contains this.')
    .option('--quick', 'A small part of each suite: of backends alone in half a minute.')
    .option('--json <file>', 'Write the results to a file.')
    .option('--html <file>', 'Write a report with charts, in one file.')
    .option('--rounds <count>', 'Rounds of each launch.')
    .option('--launches <count>', 'Launches of new processes.')
    .option('--limit <seconds>', 'Leave a candidate out of what takes it longer.')
    .option('--quiet', 'The table alone.')
    .addHelpText('after', HELP)
    .action(async (suites: string[], flags: Flags) => {
      setCode(await measure([...new Set(suites.map(suiteNamed))], flags));
    });
}

function suiteNamed(name: string): SuiteName {
  const suite = SUITES.find((one) => one === name);
  if (suite !== undefined) return suite;
  throw usageError(`unknown suite '${name}'.${suggestion(name, SUITES) || ` Known: ${SUITES.join(', ')}.`}`);
}

async function measure(suites: readonly SuiteName[], flags: Flags): Promise<number> {
  const quick = flags.quick === true;
  const method = methodOf(flags, quick);
  await demandWritable(flags);
  const backends: Candidate[] = [];
  for (const name of listed(flags.backends)) backends.push(await backendCandidate(name, process.cwd()));
  const peers = [...new Set(listed(flags.peers ?? '').flatMap(peersNamed))];
  const { found, missing } = await peerCandidates(peers, listed(flags.backends));
  const candidates = [...backends, ...found];
  const baseline = baselineOf(flags, candidates);
  const workloads = await chooseWorkloads(suites.length === 0 ? SUITES : suites, flags.filter, quick);
  const output = new Output({ quiet: flags.quiet === true });
  const machine = await describeMachine();
  const collected = new Collected();
  const created = new Date();
  // Whoever asked for a file wants it, also when the reader of a pipe has left; and a closed terminal ends all of it.
  onStdoutClosed(() => {});
  process.once('SIGHUP', () => process.exit(129));
  using interruption = new Interruption({
    onStop: () => output.warn('stopping; what was finished is kept. Press Ctrl-C again to stop at once.'),
    exit: (code) => process.exit(code),
  });
  const { complete, failure } = await watched(output, (onProgress) =>
    run({ workloads, candidates, method, signal: interruption.signal, onProgress }, collected),
  );
  const head = {
    machine: { ...machine, loadAfter: currentLoad() },
    method,
    quick,
    baseline,
    missing,
    complete,
    created,
  };
  await tell(collected.file(head), flags, output);
  if (failure !== undefined) throw failure;
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  return collected.hasFailures ? EXIT.failure : EXIT.ok;
}

/** What was measured until a signal or a failure of the harness itself is kept all the same. */
async function watched(
  output: Output,
  work: (onProgress: (done: number, total: number, name: string) => void) => Promise<void>,
): Promise<{ readonly complete: boolean; readonly failure?: unknown }> {
  const bar = output.showsProgress ? new CountingBar('workloads') : undefined;
  // Where no bar can be drawn, a long run says where it is all the same.
  const progress = (done: number, total: number, name: string): void => {
    if (bar !== undefined) bar.update(done, total);
    else if (name !== '') output.note(`${done + 1} of ${total}: ${name}`);
  };
  if (bar !== undefined) {
    bar.resume();
    output.drawAround(bar);
  }
  try {
    await work(progress);
    return { complete: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return { complete: false };
    return { complete: false, failure: error };
  } finally {
    output.clear();
  }
}

/** A run of hours must not end in a path that cannot be written. */
async function demandWritable({ json, html }: Flags): Promise<void> {
  for (const [flag, path] of Object.entries({ '--json': json, '--html': html })) {
    if (path === undefined) continue;
    const folder = dirname(resolve(path));
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw usageError(`${flag}: the folder of '${path}' is not there or cannot be written.`, { cause });
    });
  }
}

async function tell(file: ResultFile, { json, html }: Flags, output: Output): Promise<void> {
  const width = process.stdout.columns ?? 100;
  for (const line of terminalLines(file, { width, color: process.stdout.isTTY === true })) output.print(line);
  if (json !== undefined) writeResultFile(resolve(json), file);
  if (html !== undefined) await writeHtml(resolve(html), file);
}

const listed = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);

function peersNamed(name: string): readonly PeerName[] {
  if (name === 'all') return PEER_NAMES;
  const peer = PEER_NAMES.find((one) => one === name);
  if (peer !== undefined) return [peer];
  throw usageError(
    `--peers: unknown peer '${name}'.${suggestion(name, PEER_NAMES) || ` Known: ${PEER_NAMES.join(', ')}.`}`,
  );
}

function baselineOf({ baseline }: Flags, candidates: readonly Candidate[]): string {
  const names = candidates.map(({ name }) => name);
  if (names.length === 0)
    throw usageError('nothing to measure: name a backend with --backends or a peer with --peers.');
  if (baseline === undefined) return names[0] as string;
  if (names.includes(baseline)) return baseline;
  throw usageError(`--baseline: '${baseline}' does not take part. Candidates: ${names.join(', ')}.`);
}

function methodOf({ rounds, launches, limit }: Flags, quick: boolean): Method {
  const method = quick ? QUICK_METHOD : METHOD;
  return {
    ...method,
    rounds: countOption('--rounds', rounds) ?? method.rounds,
    launches: countOption('--launches', launches) ?? method.launches,
    limitSeconds: countOption('--limit', limit) ?? method.limitSeconds,
  };
}

async function chooseWorkloads(
  suites: readonly SuiteName[],
  filter: string | undefined,
  quick: boolean,
): Promise<PlannedWorkload[]> {
  const digits = await loadDigits();
  const all = suites.flatMap((suite) => workloadsOf(suite, digits, quick));
  const text = filter?.toLowerCase() ?? '';
  const chosen = all.filter(({ workload }) => workload.name.toLowerCase().includes(text));
  if (chosen.length > 0) return chosen;
  throw usageError(
    `--filter: no workload's name contains '${filter}'. Names: ${all.map(({ workload }) => workload.name).join('; ')}`,
  );
}
