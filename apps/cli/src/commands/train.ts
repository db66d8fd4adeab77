import { EXIT, Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { openMpi } from '../ranks/mpi.js';
import { PRESETS } from '../settings/presets.js';
import type { SettingSources } from '../settings/setting-sources.js';
import { mergedSettings, type TrainSettings } from '../settings/settings.js';
import { addTrainOptions, givenSettings, readTrainSources } from './train-options.js';

const HELP: readonly HelpBlock[] = [
  {
    title: 'Presets (default: table, images or gpt, as the data are)',
    rows: Object.entries(PRESETS).map(([name, { description }]) => [name, description]),
  },
  `Without data, nabla train takes the only table or folder of images in this folder; with one of the presets seed,
  quick, cnn and resnet, it takes MNIST.`,
  `Each training is a run with its own folder: settings (run.json), events (events.jsonl) and checkpoints. Ctrl-C,
  SIGTERM and a closed terminal save a checkpoint. --resume continues from the last checkpoint with the same bits, even
  after a crash. nabla evaluate accepts a run's folder as a model.`,
  `Every setting can also come from the environment (NABLA_EPOCHS=20) or from nabla.config.{ts,js,mjs,json}. Flags
  override environment variables, environment variables override the config file, and the config file overrides the
  preset.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla train', 'the only table or folder of images in this folder'],
      ['$ nabla train iris.csv --target species', 'a table; nabla finds the columns and their types'],
      [
        '$ nabla train mails.csv --target label',
        'a table with a column of text; a folder of texts per class works, too',
      ],
      ['$ nabla train book.txt --out writer', 'a text; then: nabla generate writer --prompt "It is"'],
      ['$ nabla train --preset quick', 'MNIST, which comes with nabla'],
      ['$ nabla train --preset seed --epochs 20 --hidden 256,128 --optimizer adam --batch-size 64'],
      ['$ nabla train photos --preset resnet', 'a folder of images, with convolutions'],
      ['$ nabla train photos --from mobilenet.onnx --scale 255', 'a new last layer for a trained network'],
      ['$ nabla train --data fashion-mnist --preset quick --out model'],
      ['$ nabla train --preset quick --schedule one-cycle --early-stopping 3 --epochs 30'],
      ['$ nabla train --preset seed --run runs/first --checkpoint-every "500 steps"'],
      ['$ nabla train --preset quick --tensorboard', 'then: tensorboard --logdir runs'],
      ['$ nabla train --resume', 'continue the newest run in runs from its last checkpoint'],
      ['$ nabla train --resume runs/first --epochs 40', 'continue this run, for more epochs'],
      ['$ mpirun -n 4 nabla train --preset cnn --distributed', 'four processes train one network, with MPI'],
      ['$ mpirun -n 2 nabla train --resume --distributed', 'continue on another number of ranks, with the same bits'],
      ['$ nabla train --preset quick --ui', 'live curves on the terminal'],
      ['$ nabla train --preset quick --json | jq .event'],
    ],
  },
];

export function trainCommand(setCode: (code: number) => void): Command {
  const command = new Command('train').description(
    'Train a network on a table, on images, on a text or on MNIST, and test it.',
  );
  addTrainOptions(command);
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const sources = await newSources(flags, data, workingFolder);
    if (sources === undefined) {
      setCode(EXIT.SIGINT);
      return;
    }
    const read = (): TrainSettings => givenSettings(sources, flags['resume'], workingFolder).settings;
    if (mergedSettings(sources).distributed === true) {
      const { trainOnRanks } = await import('../ranks/train-on-ranks.js');
      setCode(await trainOnRanks(await openMpi(sources.projectFolder), read));
      return;
    }
    const settings = read();
    const { trainModel } = await import('../training/train-model.js');
    setCode(await trainModel(settings, new Output(settings)));
  });
}

/** Resolves to undefined if the user cancels the question. */
async function newSources(
  flags: Record<string, unknown>,
  data: string | undefined,
  workingFolder: string,
): Promise<SettingSources | undefined> {
  const sources = await readTrainSources(flags, data, workingFolder);
  if (flags['resume'] !== undefined) return sources;
  const { completeSources } = await import('../data/choose-data.js');
  return await completeSources(sources, 'train', workingFolder);
}
