/** Builds tfjs-node's addon against the libraries in a staging folder. */
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

/** Returns the prefix of include/node in Node's installation. */
function headersPrefix() {
  const prefix = join(dirname(process.execPath), '..');
  if (existsSync(join(prefix, 'include', 'node', 'node_api.h'))) return prefix;
  throw new Error(
    `no headers of Node in ${join(prefix, 'include', 'node')}. Use a Node that includes them (an official archive, ` +
      'nvm, or the -dev package of your system), then run this again.',
  );
}

/** Throws if a tool for the build is missing, before 200 MB are downloaded. */
export function checkTools() {
  headersPrefix();
  for (const tool of ['make', process.env.CXX ?? 'g++']) {
    if (run(tool, ['--version'], { seconds: 60 }).status === 0) continue;
    throw new Error(
      `'${tool}' does not run, and building the addon needs it. Install make and a C++ compiler, then run this again.`,
    );
  }
}

/** Builds the addon in the staging folder. Needs `deps/include` and `deps/lib`; leaves `deps/lib` and `lib/napi-v*`. */
export function buildAddon(folder, stage) {
  const prefix = headersPrefix();
  for (const part of ['package.json', 'binding.gyp', 'binding']) {
    cpSync(join(folder, part), join(stage, part), { recursive: true });
  }
  const nodePreGyp = createRequire(join(folder, 'package.json')).resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp');
  const { status, output } = run(
    process.execPath,
    [nodePreGyp, 'install', '--build-from-source', `--nodedir=${prefix}`],
    { cwd: stage, seconds: 900 },
  );
  if (status !== 0) throw new Error(`the addon could not be built: ${buildFailure(output)}`);
  const spent = readdirSync(stage).filter((name) => name !== 'deps' && name !== 'lib');
  for (const part of [...spent, join('deps', 'include')]) rmSync(join(stage, part), { recursive: true, force: true });
}

/** Returns the first line with an error, ignoring the tools' own messages. */
function buildFailure(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /\berror\b/i.test(line) && !/^(node-pre-gyp|gyp) info/.test(line)) ?? lines.at(-1);
}
