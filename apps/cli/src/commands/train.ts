import { Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { DEFAULT_PRESET, PRESETS } from '../settings/presets.js';
import { addTrainOptions, readTrainSettings } from './train-options.js';

const HELP: readonly HelpBlock[] = [
  {
    title: `Presets (${DEFAULT_PRESET} where none is named)`,
    rows: Object.entries(PRESETS).map(([name, { description }]) => [name, description]),
  },
  `A run lives in a folder: its settings (run.json), what happened (events.jsonl) and its checkpoints. Ctrl-C, SIGTERM and
  a closed terminal save where it is; --resume goes on from the last checkpoint with the same bits, also after a crash.
  nabla evaluate takes a run's folder as a model.`,
  `Every setting can also come from the environment (NABLA_EPOCHS=20) or from nabla.config.{ts,js,mjs,json}. Flags
  override environment variables, these override the config file, and the file overrides the preset.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla train --preset quick'],
      ['$ nabla train iris.csv --target species', 'a table: columns and types are found'],
      ['$ nabla train --epochs 20 --hidden 256,128 --optimizer adam --batch-size 64'],
      ['$ nabla train --data fashion-mnist --preset quick --out model'],
      ['$ nabla train --preset quick --schedule one-cycle --early-stopping 3 --epochs 30'],
      ['$ nabla train --run runs/first --checkpoint-every "500 steps"'],
      ['$ nabla train --preset quick --tensorboard', 'then: tensorboard --logdir runs'],
      ['$ nabla train --resume', 'go on with the newest run in runs, at the step where it stopped'],
      ['$ nabla train --resume runs/first --epochs 40', 'or with this one, for more epochs'],
      ['$ nabla train --preset quick --ui', 'live curves on the terminal'],
      ['$ nabla train --preset quick --json | jq .event'],
    ],
  },
];

/** `setCode` takes the exit code. */
export function trainCommand(setCode: (code: number) => void): Command {
  const command = new Command('train').description('Train a network on a table, on images or on MNIST, and test it.');
  addTrainOptions(command);
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, flags: Record<string, unknown>) => {
    const { settings } = await readTrainSettings(flags, data, process.cwd());
    const { trainModel } = await import('../training/train-model.js');
    setCode(await trainModel(settings, new Output(settings)));
  });
}
