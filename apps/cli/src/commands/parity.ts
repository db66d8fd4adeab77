import { countOption, Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { filterOption } from '../checks/filter.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import { checkSettings, PARITY_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  `The first backend is what the others are held against: each operation on the operands of the conformance cases, every
  gradient of the network on one batch, and a training run from equal weights over equal batches. Without --preset that
  is 100 steps of the main job's network (784-532-10) with batches of 128, ten seconds; a preset runs to its end (quick:
  a minute and a half).`,
  `Gates: one operation 1e-5 relative + 1e-6 in float32, 1e-12 + 1e-14 in float64 (products and sums twice that of their
  case, since both may be off); gradients 1e-4 + 1e-6 (float64 1e-9 + 1e-12); losses 1e-3 over the first 100 steps;
  accuracy 0.2 points.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla parity --backends ts,tfjs-node'],
      ['$ nabla parity --backends ts,tfjs-node --preset quick'],
      ['$ nabla parity --backends ts,my-backend --filter matmul --steps 5', 'of the operations only matmul'],
      ['$ nabla parity --backends ts,my-backend --dtype float64 --json'],
    ],
  },
  `Exit codes: 0 the backends agree, 1 they do not, 2 wrong usage or a backend that cannot be had. Where TensorFlow's
  native library is missing, tfjs-node says so and computes in WebAssembly or JavaScript; --require-native makes that an
  error (2).`,
];

/** `setCode` takes the exit code. */
export function parityCommand(setCode: (code: number) => void): Command {
  const command = new Command('parity')
    .description('Compare backends: operations, gradients, and a training run side by side.')
    .option('--backends <names>', 'Two or more, separated by commas; the first is the reference.');
  addSettingOptions(command, PARITY_SETTINGS, {
    json: 'Write one JSON object to stdout.',
    preset: 'Train as this preset does, to the end.',
    dtype: 'float32 or float64; where absent, float64 if all have it.',
  })
    .option('--steps <count>', 'Steps of training.')
    .option('--filter <text>', 'Of the operations only cases whose name contains this.')
    .option('--require-native', 'Fail where no backend computes in a native library.');
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
