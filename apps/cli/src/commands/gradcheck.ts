import { countOption, Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { filterOption } from '../checks/filter.js';
import { FINITE_DIFFERENCES, NETWORK_SAMPLES } from '../checks/gradcheck-settings.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import { checkSettings, GRADCHECK_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const HELP: readonly HelpBlock[] = [
  `By default it checks every layer, activation and loss of nabla in hundreds of small networks: it moves each parameter
  and each input up and down. With --preset, --layers, --hidden or --config it checks that network on training images,
  ${NETWORK_SAMPLES} elements of each tensor.`,
  'The type is the widest that the backend has, unless --dtype or NABLA_DTYPE chooses another.',
  {
    title: 'Examples',
    rows: [
      ['$ nabla gradcheck'],
      ['$ nabla gradcheck --filter tanh', 'only the networks and operations with a tanh'],
      ['$ nabla gradcheck --preset seed', 'the real 784-532-10 network'],
      ['$ nabla gradcheck --against tfjs-node', "compare with TensorFlow's automatic gradients"],
      ['$ nabla gradcheck --backend my-backend --json'],
    ],
  },
  'Exit codes: 0 every gradient is right, 1 a gradient is wrong, 2 wrong usage.',
];

export function gradcheckCommand(setCode: (code: number) => void): Command {
  const command = new Command('gradcheck').description(
    'Compare every gradient with finite differences or with another backend.',
  );
  addSettingOptions(command, GRADCHECK_SETTINGS, {
    data: 'Folder of four IDX files for --preset, --layers, --hidden and --config. Default: MNIST.',
    json: 'Write one JSON object to stdout.',
    seed: 'Seed of initial weights, dropout masks and the choice of elements. Default: 0.',
    preset: 'Check the network of this preset.',
    hidden: 'Check a network with these hidden layers.',
    dtype: 'Type of the gradients under test: float32 or float64. Default: the widest that the backend has.',
  })
    .option(
      '--against <name>',
      `${FINITE_DIFFERENCES}, tfjs-node (TensorFlow's automatic gradients), or a backend to compare kernels with.`,
      FINITE_DIFFERENCES,
    )
    .option(
      '--samples <count>',
      `Elements to check in each tensor, half of them with the largest gradients. ` +
        `Default: all, or ${NETWORK_SAMPLES} with --preset, --layers, --hidden or --config.`,
    )
    .option('--filter <text>', 'Check only networks and operations whose name contains this text.');
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
