import { countOption, Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { filterOption } from '../checks/filter.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import { checkSettings, PARITY_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  `It compares the first backend with each of the others: every operation on the operands of the conformance cases,
  every gradient of the network on one batch, and a training run from equal weights over equal batches. Without --preset
  it trains the original network (784-532-10) for 100 steps with batches of 128, which takes ten seconds. A preset
  trains to its end (quick: a minute and a half).`,
  `Tolerances: one operation 1e-5 relative + 1e-6 in float32, 1e-12 + 1e-14 in float64 (products and sums twice that of
  their case, because both backends may be off); gradients 1e-4 + 1e-6 (float64 1e-9 + 1e-12); losses 1e-3 over the
  first 100 steps; accuracy 0.2 points.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla parity --backends ts,tfjs-node'],
      ['$ nabla parity --backends ts,tfjs-node --preset quick'],
      ['$ nabla parity --backends ts,my-backend --filter matmul --steps 5', 'compare only matmul, and train briefly'],
      ['$ nabla parity --backends ts,my-backend --dtype float64 --json'],
    ],
  },
  `Exit codes: 0 the backends agree, 1 they do not, 2 wrong usage or an unavailable backend. If TensorFlow's native
  library is missing, tfjs-node says so and computes in WebAssembly or JavaScript; --require-native makes that an error
  (2).`,
];

export function parityCommand(setCode: (code: number) => void): Command {
  const command = new Command('parity')
    .description('Compare backends: operations, gradients, and a training run side by side.')
    .option('--backends <names>', 'Two or more backends, separated by commas; the first is the reference.');
  addSettingOptions(command, PARITY_SETTINGS, {
    json: 'Write one JSON object to stdout.',
    preset: 'Train with this preset, to its end. Default: 100 steps of the original network.',
    dtype: 'float32 or float64. Default: float64 if all backends have it.',
    hidden: "Units of each hidden layer of the network. Default: the preset's.",
    seed: 'Seed of initial weights and shuffles. Default: 0.',
    data: 'Folder of four IDX files. Default: MNIST.',
  })
    .option('--steps <count>', "Steps of training. Default: 100, or the preset's.")
    .option('--filter <text>', 'Compare only operations whose case name contains this text.')
    .option('--require-native', 'Fail if no backend computes in a native library.');
  return addHelpBlocks(command, HELP).action(async (flags: Record<string, unknown>) => {
    const backends = backendNames(flags['backends'] as string | undefined);
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, PARITY_SETTINGS);
    const settings = {
      ...checkSettings(sources, workingFolder, false),
      backends,
      preset: sources.flags.preset ?? sources.environment.preset,
      steps: countOption('--steps', flags['steps']),
      filter: filterOption(flags['filter']),
      requireNative: flags['requireNative'] === true,
    };
    const { checkParity } = await import('../checks/check-parity.js');
    setCode(await checkParity(settings, new Output(settings)));
  });
}

function backendNames(text = ''): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length >= 2 && names.every((name) => name !== '') && new Set(names).size === names.length) return names;
  throw usageError(`--backends: expected two or more different names, such as ts,tfjs-node. Received '${text}'.`);
}
