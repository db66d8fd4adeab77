import { countOption, Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { filterOption } from '../checks/filter.js';
import { FINITE_DIFFERENCES, NETWORK_SAMPLES } from '../checks/gradcheck-settings.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import { checkSettings, GRADCHECK_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  `By default every layer, activation and loss of nabla, in 358 small networks, each parameter and input of which is moved
  up and down. With one of the flags --preset, --hidden and --config it is that network on training images,
  ${NETWORK_SAMPLES} elements of each tensor.`,
  'The type is the widest of the backend (float64 where it has it), unless --dtype or NABLA_DTYPE says otherwise.',
  {
    title: 'Examples',
    rows: [
      ['$ nabla gradcheck'],
      ['$ nabla gradcheck --filter tanh', 'the networks and operations with a tanh'],
      ['$ nabla gradcheck --preset seed', 'the real 784-532-10 network'],
      ['$ nabla gradcheck --against tfjs-node', "against TensorFlow's automatic gradients"],
      ['$ nabla gradcheck --backend my-backend --json'],
    ],
  },
  'Exit codes: 0 every gradient is right, 1 one is wrong, 2 wrong usage.',
];

/** `setCode` takes the exit code. */
export function gradcheckCommand(setCode: (code: number) => void): Command {
  const command = new Command('gradcheck').description(
    'Check every gradient against finite differences or another backend.',
  );
  addSettingOptions(command, GRADCHECK_SETTINGS, {
    data: 'Folder of four IDX files for --preset, --hidden and --config; MNIST where absent.',
    json: 'Write one JSON object to stdout.',
    seed: 'Of initial weights, dropout masks and the choice of elements.',
    preset: 'Check the network of this preset.',
    hidden: 'Check a network with these hidden layers.',
    dtype: 'float32 or float64, of the gradients under test.',
  })
    .option(
      '--against <name>',
      `${FINITE_DIFFERENCES}, tfjs-node for TensorFlow's automatic gradients, or a backend whose kernels to compare with.`,
      FINITE_DIFFERENCES,
    )
    .option(
      '--samples <count>',
      'Elements of each tensor, half of them those with the largest gradients; all where absent.',
    )
    .option('--filter <text>', 'Only networks and operations whose name contains this.');
  return addHelpBlocks(command, HELP).action(async (flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, GRADCHECK_SETTINGS);
    const settings = {
      ...checkSettings(sources, workingFolder, flags['config'] !== undefined),
      dataGiven: sources.flags.data !== undefined,
      against: flags['against'] as string,
      samples: countOption('--samples', flags['samples']),
      filter: filterOption(flags['filter']),
    };
    const { checkGradients } = await import('../checks/check-gradients.js');
    setCode(await checkGradients(settings, new Output(settings)));
  });
}
