/** `nabla-bench [suites...]`: measures, prints the results and writes the requested files. */
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
import { backendCandidate, type Candidate, type Missing, NATIVE_FAST, peerCandidates } from '../harness/candidates.js';
import { Collected } from '../harness/collected.js';
import { METHOD, type Method, QUICK_METHOD } from '../harness/method.js';
import { run } from '../harness/run.js';
import { currentLoad, describeMachine } from '../machine/machine.js';
import { PEER_NAMES, type PeerName } from '../peers/catalog.js';
import { terminalLines } from '../report/table.js';
import { writeHtml } from '../report/write-pages.js';
import { writeResultFile } from '../result/read-result-file.js';
import type { ResultFile } from '../result/result-file.js';
import { loadDigits } from '../workloads/digits.js';
import { type PlannedWorkload, workloadsOf } from '../workloads/index.js';
import { SUITES, type SuiteName } from '../workloads/workload.js';

const HELP = `
Suites: ${SUITES.join(', ')}. Default: all of them.

Every candidate runs in its own process and must give the right result before it is timed. Candidates take turns, round
by round, in ${METHOD.launches} launches of ${METHOD.rounds} rounds. A ratio compares a candidate with the baseline
in the same round.

Examples:
  $ nabla-bench --quick                                        a first look at the backends
  $ nabla-bench train --peers numpy,torch,tfjs-node            training against other libraries
  $ nabla-bench convnet --peers torch,torch-avx2,tfjs-node     training steps of convolutional networks
  $ nabla-bench ops --filter matmul --json ops.json --html ops.html
  $ nabla-bench ops --backends ts,./my-backend.mjs
  $ nabla-bench train --backends wasm,native,native:threads=1  options of a backend follow its name

Exit codes: 0 success, 1 a candidate failed or gave a wrong result, 2 wrong usage, 130 stopped by Ctrl-C, 143 stopped by
SIGTERM (finished results are written).`;

const BACKENDS = `wasm,native,${NATIVE_FAST},ts`;
const QUICK_BACKENDS = 'wasm,native,ts';

interface Flags {
  readonly backends?: string;
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

/** Creates the command `run`; `setCode` receives the exit code. */
export function runCommand(setCode: (code: number) => void): Command {
  return new Command('run')
    .description('Time backends and other libraries.')
    .argument('[suites...]', `Any of ${SUITES.join(', ')}.`)
    .option(
      '--backends <names>',
      `Backends to time: short names, ${NATIVE_FAST}, packages or files, separated by commas. ` +
        `(default: ${BACKENDS}, or ${QUICK_BACKENDS} with --quick)`,
    )
    .option('--peers <names>', `Other libraries to time: ${PEER_NAMES.join(', ')}, or all.`)
    .option('--baseline <name>', 'The candidate that ratios compare with. (default: the first backend)')
    .option('--filter <text>', 'Run only workloads whose name contains this text.')
    .option('--quick', 'Run a small part of each suite with few rounds (half a minute for backends alone).')
    .option('--json <file>', 'Write the results to a JSON file.')
    .option('--html <file>', 'Write an HTML page with a chart and all numbers.')
    .option(
      '--rounds <count>',
      `Rounds per launch. (default: ${METHOD.rounds}, or ${QUICK_METHOD.rounds} with --quick)`,
    )
    .option(
      '--launches <count>',
      `How often to start new processes. (default: ${METHOD.launches}, or ${QUICK_METHOD.launches} with --quick)`,
    )
    .option(
      '--limit <seconds>',
      'Leave a candidate out of a workload if one execution takes longer. ' +
        `(default: ${METHOD.limitSeconds}, or ${QUICK_METHOD.limitSeconds} with --quick)`,
    )
    .option('--quiet', 'Print only the table.')
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
  await checkWritable(flags);
  const { candidates, missing } = await chooseCandidates(flags);
  const baseline = baselineOf(flags, candidates, missing);
  const workloads = await chooseWorkloads(suites.length === 0 ? SUITES : suites, flags.filter, quick);
  const output = new Output({ quiet: flags.quiet === true });
  for (const { name, reason, install } of missing) output.warn(`left out: ${name} (${reason}). Install it: ${install}`);
  const machine = await describeMachine(process.cwd());
  const collected = new Collected();
  const created = new Date();
  // If stdout is a closed pipe, go on. If the terminal closes, stop.
  onStdoutClosed(() => {});
  process.once('SIGHUP', () => process.exit(129));
  using interruption = new Interruption({
    onStop: () => output.warn('stopping; finished results are kept. Press Ctrl-C again to stop at once.'),
    exit: (code) => process.exit(code),
  });
  const { complete, failure } = await withProgress(output, (onProgress) =>
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
  await writeResults(collected.file(head), flags, output);
  if (failure !== undefined) throw failure;
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  return collected.hasFailures ? EXIT.failure : EXIT.ok;
}

async function chooseCandidates(
  flags: Flags,
): Promise<{ readonly candidates: readonly Candidate[]; readonly missing: readonly Missing[] }> {
  const names = listed(flags.backends ?? (flags.quick === true ? QUICK_BACKENDS : BACKENDS));
  const backends: (Candidate | Missing)[] = [];
  for (const name of names) backends.push(await backendCandidate(name, process.cwd()));
  const peers = await peerCandidates([...new Set(listed(flags.peers ?? '').flatMap(peersNamed))], names);
  return {
    candidates: [...backends.filter((one) => 'launch' in one), ...peers.found],
    missing: [...backends.filter((one) => 'reason' in one), ...peers.missing],
  };
}

/** Returns errors instead of throwing them, so finished results are kept. */
async function withProgress(
  output: Output,
  work: (onProgress: (done: number, total: number, name: string) => void) => Promise<void>,
): Promise<{ readonly complete: boolean; readonly failure?: unknown }> {
  const bar = output.showsProgress ? new CountingBar('workloads') : undefined;
  // If no bar can be drawn, prints one line per workload.
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

/** Throws before the run if a result file cannot be written. */
async function checkWritable({ json, html }: Flags): Promise<void> {
  for (const [flag, path] of Object.entries({ '--json': json, '--html': html })) {
    if (path === undefined) continue;
    const folder = dirname(resolve(path));
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw usageError(`${flag}: the folder of '${path}' does not exist or is not writable.`, { cause });
    });
  }
}

async function writeResults(file: ResultFile, { json, html }: Flags, output: Output): Promise<void> {
  const width = process.stdout.columns ?? 100;
  for (const line of terminalLines(file, { width, color: process.stdout.isTTY === true })) output.printColoured(line);
  if (json !== undefined) writeResultFile(resolve(json), file);
  if (html !== undefined) await writeHtml(resolve(html), [file]);
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

function baselineOf({ baseline }: Flags, candidates: readonly Candidate[], missing: readonly Missing[]): string {
  const names = candidates.map(({ name }) => name);
  if (names.length === 0) {
    const without = missing.map(
      ({ name, reason, install }) => `${name} is left out (${reason}; install it: ${install})`,
    );
    const reasons = without.length === 0 ? '' : `${without.join(', ')}; `;
    throw usageError(`nothing to measure: ${reasons}choose a backend with --backends or a peer with --peers.`);
  }
  if (baseline === undefined) return names[0] as string;
  if (names.includes(baseline)) return baseline;
  throw usageError(`--baseline: '${baseline}' is not one of the candidates. Candidates: ${names.join(', ')}.`);
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
    `--filter: no workload name contains '${filter}'. Names: ${all.map(({ workload }) => workload.name).join('; ')}`,
  );
}
