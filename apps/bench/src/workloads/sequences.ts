/** Workloads of networks for sequences: training steps of a GPT and of an LSTM, and a GPT that writes. */
import { createBackend } from '@nablajs/backend-ts';
import { epochOrder, type NetworkConfig, networkFromConfig, Random, type SequentialConfig } from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { floats, type InputArray, integers, uniform } from './arrays.js';
import type { PlannedWorkload } from './plan.js';
import type { GptSize } from './workload.js';

/** The preset `gpt` of the command nabla, for a text of 65 different characters: 826,433 parameters. */
const PRESET: GptSize = { vocabulary: 65, context: 128, blocks: 4, width: 128, heads: 4 };
const LSTM_UNITS = 128;
const CLASSES = 10;
/** How many different batches the steps cycle through. */
const BATCHES = 4;
const PROMPT = 16;

/** The networks of this suite, as configs of nabla. */
export const gptConfig = (size: GptSize): NetworkConfig => ({
  inputShape: ['time'],
  module: { type: 'GPT', ...size, dropout: 0, tied: false },
});
export const lstmConfig = (width: number, units: number, classes: number): SequentialConfig => ({
  inputShape: ['time', width],
  layers: [
    { type: 'LSTM', units },
    { type: 'Dense', units: classes },
  ],
});

/** Returns the weights that nabla starts with. */
async function parametersOf(config: NetworkConfig | SequentialConfig): Promise<Record<string, InputArray>> {
  const backend = await createBackend();
  try {
    using network = networkFromConfig(backend, config, { layers: SEQUENCE_LAYERS, dtype: 'float32' });
    const entries = [...(await network.parameters.read())];
    return Object.fromEntries(
      entries.map(([name, { data, shape }]) => [name, floats('float32', shape, (i) => data[i] as number)]),
    );
  } finally {
    await backend.dispose();
  }
}

/** Whole numbers below `count`, the same in every run. */
function draws(shape: readonly number[], count: number, seed: number): InputArray {
  const random = new Random(seed);
  const { data } = integers(new Int32Array(shape.reduce((size, length) => size * length, 1)));
  return { dtype: 'int32', shape, data: data.map(() => random.integer(count)) };
}

/** Pieces of a sentence with mistakes, from random places, and the tokens behind each of their tokens. */
function lessons(rows: number, time: number): Record<'x' | 'labels', InputArray> {
  const { vocabulary } = PRESET;
  const random = new Random(3);
  const sentence = Int32Array.from({ length: 4096 }, (_, at) =>
    random.uniform() < 0.9 ? (3 * at + Math.floor(at / 7)) % vocabulary : random.integer(vocabulary),
  );
  const starts = Array.from({ length: rows }, () => random.integer(sentence.length - time));
  const piece = (from: number): InputArray => {
    const data = new Int32Array(rows * time);
    for (const [row, start] of starts.entries()) {
      data.set(sentence.subarray(from + start, from + start + time), row * time);
    }
    return { dtype: 'int32', shape: [rows, time], data };
  };
  return { x: piece(0), labels: piece(1) };
}

/** The products of a token in all layers but attention. */
const productsOf = ({ blocks, width, vocabulary }: GptSize): number => 12 * blocks * width ** 2 + width * vocabulary;

/** The products of attention for tokens that see `pairs` keys together: scores and weighted values, in each block. */
const attentionOf = ({ blocks, width }: GptSize, pairs: number): number => 2 * blocks * width * pairs;

/** How many keys the tokens of a sequence see, each itself and those before it. */
const pairsOf = (time: number): number => (time * (time + 1)) / 2;

export function gptStep(batchSize: number, time: number, context: number = PRESET.context): PlannedWorkload {
  const size = { ...PRESET, context };
  const rows = BATCHES * batchSize;
  const tokens = batchSize * time;
  return {
    workload: {
      suite: 'sequences',
      name: `GPT training step, ${batchSize} x ${time} tokens`,
      kind: 'gpt',
      dtype: 'float32',
      // Forward, and the gradients of both factors of each product. The first layer is a table.
      flops: 6 * (tokens * productsOf(size) + batchSize * attentionOf(size, pairsOf(time))),
      tokens,
      size,
      // Above that of the preset, to show parameters that are never updated.
      learningRate: 0.007,
      weightDecay: 0.1,
      clipNorm: 1,
      batchSize,
      resultSteps: 3,
    },
    inputs: async () => ({
      ...lessons(rows, time),
      order: integers(epochOrder(1, 1, rows)),
      ...(await parametersOf(gptConfig(size))),
    }),
  };
}

function lstmStep(batchSize: number, time: number): PlannedWorkload {
  const [rows, units] = [BATCHES * batchSize, LSTM_UNITS];
  // The state before the first element is 0, and the input needs no gradient.
  const products = 4 * units * units * (2 * time + 3 * (time - 1)) + 3 * units * CLASSES;
  return {
    workload: {
      suite: 'sequences',
      name: `LSTM training step, ${batchSize} x ${time} elements`,
      kind: 'lstm',
      dtype: 'float32',
      flops: 2 * batchSize * products,
      learningRate: 0.001,
      batchSize,
      resultSteps: 3,
    },
    inputs: async () => ({
      x: uniform('float32', [rows, time, units], 3),
      labels: draws([rows], CLASSES, 4),
      order: integers(epochOrder(1, 1, rows)),
      ...(await parametersOf(lstmConfig(units, units, CLASSES))),
    }),
  };
}

export function generation(length: number, context: number = PRESET.context): PlannedWorkload {
  const size = { ...PRESET, context };
  // The last token that is written is not read.
  const read = PROMPT + length - 1;
  return {
    workload: {
      suite: 'sequences',
      name: `GPT writes ${length} tokens`,
      kind: 'generate',
      dtype: 'float32',
      flops: 2 * (read * productsOf(size) + attentionOf(size, pairsOf(read))),
      tokens: length,
      size,
      length,
    },
    inputs: async () => ({
      prompt: draws([PROMPT], size.vocabulary, 5),
      ...(await parametersOf(gptConfig(size))),
    }),
  };
}

/** All have the preset's network and that of a common LSTM; the quick ones have fewer and shorter sequences. */
export function sequences(quick: boolean): PlannedWorkload[] {
  if (quick) return [gptStep(2, 64), lstmStep(4, 8), generation(16)];
  return [gptStep(32, PRESET.context), lstmStep(64, 64), generation(PRESET.context - PROMPT)];
}
