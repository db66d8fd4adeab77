/** The training of a network that writes. */
import { type Backend, clipByNorm, fromConfig, LOSSES, OPTIMIZERS, Sequential } from '@nablajs/core';
import { scheduleFromConfig } from '@nablajs/core/schedules';
import type { TextForm } from '@nablajs/datasets/portable';
import { GPT, Perplexity } from '@nablajs/sequences';
import {
  gptSize,
  MOST_NORM,
  STEPS_PER_EPOCH,
  stepsAt,
  type WriteSettings,
  type Writing,
  writeConfigs,
} from '../../settings/write/write-settings.js';
import type { Report } from '../report.js';
import { Run } from '../run.js';
import type { Turns } from '../turns.js';
import type { TextData } from './text-data.js';
import { writeSample } from './write-sample.js';

export { readText, textFacts } from './text-data.js';

/** What a training needs. */
export interface TextRunParts {
  readonly backend: Backend;
  readonly settings: WriteSettings;
  readonly data: TextData;
  /** The seed of what is written. */
  readonly draw: number;
  readonly turns: Turns;
  readonly report: (report: Report) => void;
  readonly steps?: number | undefined;
}

/** A sample has to stay long enough to be read. Milliseconds. */
const SAMPLE_EVERY = 1200;

/** Its pictures are samples. */
export class TextRun extends Run {
  readonly form: TextForm;
  /** How it writes: the page changes it during the training. */
  readonly #how: { writing: Writing };

  constructor({ backend, settings, data, draw, turns, report, steps }: TextRunParts) {
    const { seed, prompt, temperature, topK } = settings;
    const gpt = new GPT({ vocabulary: data.tokenizer.size, ...gptSize(settings) });
    const network = new Sequential(backend, { inputShape: ['time'], layers: [gpt], dtype: 'float32', seed });
    const how = { writing: { prompt, temperature, topK, draw } };
    super({
      ...{ network, training: data.training, options: optionsFor(settings, data), turns, report, steps },
      pictureEvery: SAMPLE_EVERY,
      draw: async (_, position) => ({
        sample: { ...(await writeSample(network, data, how.writing)), step: stepsAt(position) },
      }),
    });
    this.form = data.form;
    this.#how = how;
  }

  /** Writes in another way from now on, and once at once. */
  async writeOn(writing: Writing): Promise<void> {
    this.#how.writing = writing;
    await this.redraw();
  }
}

function optionsFor(settings: WriteSettings, { validation }: TextData) {
  const { loss, optimizer, schedule } = writeConfigs(settings);
  return {
    loss: fromConfig('loss', LOSSES, loss),
    optimizer: fromConfig('optimizer', OPTIMIZERS, optimizer),
    schedule: scheduleFromConfig(schedule),
    transforms: [clipByNorm(MOST_NORM)],
    metrics: [new Perplexity()],
    ...{ epochs: settings.steps / STEPS_PER_EPOCH, batchSize: settings.batch, seed: settings.seed, validation },
  };
}
