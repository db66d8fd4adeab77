// Trains with --tensorboard, resumes from a checkpoint in the middle, and reads the files with TensorBoard's own
// readers. Each scalar must appear once, with the number in events.jsonl, rounded to float32. Needs the built command
// (npm run build) and Python 3 with venv. Installs TensorBoard with pip into the cache ($NABLA_CACHE, $XDG_CACHE_HOME
// or ~/.cache, in nabla/tensorboard). If that fails it says so, checks nothing, and exits with 1 if NABLA_REQUIRE_PEERS
// is 1.
//
//   node apps/cli/scripts/check-tensorboard.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TENSORBOARD = 'tensorboard==2.21.0';
const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));
const READER = fileURLToPath(new URL('check-tensorboard.py', import.meta.url));
const EPOCHS = 2;
const LEARNING_RATE = 0.004;

const python = preparePython();
if (python !== undefined) check(python);

/** Returns a Python with TensorBoard, or undefined if it cannot be installed. */
function preparePython() {
  try {
    return installTensorBoard();
  } catch (error) {
    console.error(`NOT CHECKED: TensorBoard cannot be installed: ${error.message}`);
    if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
    return undefined;
  }
}

function installTensorBoard() {
  const base = process.env.NABLA_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(base, 'nabla', 'tensorboard');
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!existsSync(own)) {
    mkdirSync(folder, { recursive: true });
    execute(process.env.NABLA_PYTHON || 'python3', ['-m', 'venv', '--clear', folder]);
  }
  const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '1'];
  // If TensorBoard is already installed, do not use the network.
  const isInstalled = spawnSync(own, ['-m', 'pip', 'install', '--no-index', ...options, TENSORBOARD]).status === 0;
  if (!isInstalled) execute(own, ['-m', 'pip', 'install', ...options, TENSORBOARD]);
  return own;
}

/** Returns the output of a command. If it fails, throws an error with the last line of its stderr. */
function execute(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status === 0) return stdout;
  throw new Error(error?.message ?? `${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}

function check(reader) {
  const scratch = mkdtempSync(join(tmpdir(), 'nabla-tensorboard-'));
  try {
    const run = join(scratch, 'run');
    const size = [
      '--preset',
      'quick',
      '--hidden',
      '16',
      '--epochs',
      `${EPOCHS}`,
      '--learning-rate',
      `${LEARNING_RATE}`,
    ];
    const rest = ['--schedule', 'cosine', '--checkpoint-every', '100 steps', '--keep', '99', '--run', run];
    nabla(['train', ...size, ...rest, '--tensorboard']);
    const steps = compare(reader, run, 1);
    // Imitates a crash after 600 steps: the event file has all steps, but the checkpoints do not.
    for (const name of checkpointsFrom(run, 600)) rmSync(join(run, 'checkpoints', name), { recursive: true });
    nabla(['train', '--resume', run]);
    compare(reader, run, 2);
    console.log(`TensorBoard reads all ${steps} steps, before and after a resumption.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function nabla(args) {
  execute(process.execPath, [NABLA, ...args, '--quiet', '--json']);
}

/** Returns the checkpoints of later steps. An epoch has 469 steps. */
function checkpointsFrom(run, steps) {
  return readdirSync(join(run, 'checkpoints')).filter((name) => {
    const [, epoch, step] = /^\d+-epoch-(\d+)(?:-step-(\d+))?/.exec(name) ?? [];
    return epoch !== undefined && (step === undefined ? epoch * 469 : (epoch - 1) * 469 + Number(step)) > steps;
  });
}

/** Compares what the readers read with the record of the run. Returns the number of steps. */
function compare(reader, run, files) {
  const folder = join(run, 'tensorboard');
  const found = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  if (found.length !== files) throw new Error(`expected ${files} files of events. Received ${found.length}.`);
  const expected = expectedScalars(run);
  const read = JSON.parse(execute(reader, [READER, folder]));
  for (const [kind, tags] of Object.entries(read)) {
    const [given, wanted] = [tags, expected].map((scalars) => Object.keys(scalars).sort().join(', '));
    if (given !== wanted) throw new Error(`${kind}: expected the tags ${wanted}. Received ${given}.`);
    for (const [tag, points] of Object.entries(expected)) comparePoints(`${kind}: ${tag}`, tags[tag], points);
  }
  return expected['loss/step'].length;
}

function comparePoints(what, given, expected) {
  if (given.length !== expected.length) {
    throw new Error(`${what}: expected ${expected.length} points. Received ${given.length}.`);
  }
  for (const [at, [step, value, tolerance = 0]] of expected.entries()) {
    const [givenStep, givenValue] = given[at];
    if (givenStep === step && Math.abs(givenValue - Math.fround(value)) <= tolerance) continue;
    throw new Error(`${what}: expected ${Math.fround(value)} at step ${step}. Received ${givenValue} at ${givenStep}.`);
  }
}

/** Returns [step, value] by tag from the record of the run. Learning rates, which it lacks, come from their formula. */
function expectedScalars(run) {
  const lines = readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const scalars = {};
  const add = (tag, ...point) => {
    scalars[tag] ??= [];
    scalars[tag].push(point);
  };
  let perEpoch = 0;
  for (const { event, epoch, step, steps, ...line } of lines) {
    if (event === 'batch') {
      perEpoch = steps;
      const at = (epoch - 1) * steps + step;
      const rate = (LEARNING_RATE / 2) * (1 + Math.cos((Math.PI * (at - 1)) / (EPOCHS * steps)));
      add('loss/step', at, line.loss);
      add('learning_rate', at, rate, 1e-9);
    } else if (event === 'epoch-end') {
      add('loss/train', epoch * perEpoch, line.loss);
      add('loss/validation', epoch * perEpoch, line.val_loss);
      add('accuracy/validation', epoch * perEpoch, line.val_accuracy);
    }
  }
  return scalars;
}
