/** The schema of a config file. Types, validation and the JSON Schema for editors all come from it. */
import { LAYERS } from '@nablajs/core';
import { z } from 'zod';
import { OPTIMIZER_NAMES, PRESET_NAMES } from './presets.js';
import { SCHEDULE_NAMES } from './schedules.js';

export const DTYPE_NAMES = ['float32', 'float64'] as const;
export const TASK_NAMES = ['classification', 'regression'] as const;
export const LAYOUT_NAMES = ['auto', 'dense', 'csr'] as const;
export const ORDER_NAMES = ['rgb', 'bgr'] as const;

const wholeNumber = z.int().positive();
/** Height or width of an image. */
const side = wholeNumber.max(4096);
/** A larger layer would not fit in memory beside its gradient and the optimizer's state. */
const units = wholeNumber.max(65_536);

/** As in @nablajs/datasets and @nablajs/sequences. */
const [MOST_TOKENS, MOST_BLOCKS] = [65_536, 1000];
/** A higher rank would have more numbers than most weights. */
const MOST_RANK = 4096;

/** The most parts of a batch: more ranks than that would wait for each other most of the time. */
const MOST_PARTS = 4096;
/** A table has at most as many columns of running text. */
const MOST_TEXT_COLUMNS = 50;
const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));

/** A layer, for `fromConfig` of core, which checks its options. */
const layer = z.looseObject({
  type: z
    .string()
    .min(1)
    .meta({ examples: Object.keys(LAYERS) }),
});

export const configSchema = z
  .strictObject({
    $schema: z.string().describe('Path of this schema for your editor; nabla ignores it.'),
    preset: z
      .enum(PRESET_NAMES)
      .describe(
        'Ready-made settings; other settings override them. Default: table, images or gpt for a table, images or text, ' +
          'seed for IDX files; table-fast for a table if you choose a setting of one network, such as epochs.',
      ),
    backend: z
      .string()
      .min(1)
      .describe('ts, wasm, native, webgpu, tfjs-node, auto, or a package that exports createBackend. Default: auto.'),
    backendOptions: z
      .record(z.string(), z.unknown())
      .describe('Options for createBackend; the backend documents them. Default: none.'),
    dtype: z
      .enum(DTYPE_NAMES)
      .describe('Type of weights, activations and gradients: float32 or float64. Default: float32.'),
    epochs: wholeNumber.describe("Passes over the training data; of a text, 200 steps each. Default: the preset's."),
    learningRate: z.number().positive().describe("Step size of the optimizer. Default: the preset's."),
    batchSize: z
      .union([wholeNumber, z.literal('full')])
      .describe("Examples per step; 'full' takes all of them. Default: the preset's."),
    hidden: z
      .union([units, z.array(units).min(1)])
      .describe(
        "Units of the hidden layer, or of each hidden layer from input to output. Default: the preset's, or none if " +
          'you set layers.',
      ),
    layers: z
      .array(layer)
      .min(1)
      .describe(
        'The first layers of the network, each as { type, ...options }. The hidden layers and the output layer ' +
          "follow. Images then have the shape [height, width, channels]. Default: the preset's, or none.",
      ),
    optimizer: z
      .enum(OPTIMIZER_NAMES)
      .describe(`How gradients change weights: one of ${OPTIMIZER_NAMES.join(', ')}. Default: the preset's.`),
    weightDecay: z
      .number()
      .nonnegative()
      .describe(
        "How much each step shrinks the weights, relative to the learning rate. Default: the preset's or optimizer's.",
      ),
    seed: z
      .int()
      .nonnegative()
      .describe('Seed of initial weights, shuffles and the drawn validation data. Default: 0.'),
    layout: z
      .enum(LAYOUT_NAMES)
      .describe('How images are stored: dense, csr (skips zeros), or auto (chooses by density). Default: auto.'),
    data: z
      .string()
      .min(1)
      .describe(
        'A table (CSV), a folder with a subfolder of images or texts (.txt) per class, a text (.txt, without a ' +
          'target), arrays (.npz), or a folder of ' +
          'four IDX files. Default: the only table or folder of images in the working folder; MNIST with a preset for ' +
          'images.',
      ),
    tokenizer: z
      .string()
      .min(1)
      .describe(
        'How a text becomes tokens: characters, bytes, bpe (parts of words), or the path of a tokenizer.json. Default: ' +
          'characters, or bpe for a text with more than 1,000 different ones.',
      ),
    vocabulary: z.int().min(257).max(MOST_TOKENS).describe('How many tokens bpe learns, at most. Default: 1024.'),
    context: wholeNumber.max(MOST_TOKENS).describe("Tokens that a GPT reads at once. Default: the preset's, 128."),
    blocks: wholeNumber.max(MOST_BLOCKS).describe("Blocks of a GPT. Default: the preset's, 4."),
    width: units.describe("How many numbers stand for a token in a GPT. Default: the preset's, 128."),
    heads: units.describe("Attention heads of a GPT, which divide its width. Default: the preset's, 4."),
    target: z.string().min(1).describe("The table's column to predict, or the array of a file of arrays."),
    from: z
      .string()
      .min(1)
      .describe(
        'A trained network to start with: a model or a run of nabla, a file of ONNX, Keras or TensorFlow.js, or for texts ' +
          'the folder of a sentence model. A file, a sentence model or a model of other classes gets a new last layer ' +
          '(fine-tuning). Default: new layers.',
      ),
    unfreeze: z
      .union([z.boolean(), wholeNumber.max(MOST_BLOCKS)])
      .describe(
        'How many blocks of the network of --from to train after its new last layer, the last ones first; true is all ' +
          'of them, false (--no-unfreeze) none. Default: as many as lower the validation loss by 1 % each; ' +
          'none of a sentence model.',
      ),
    lora: wholeNumber
      .max(MOST_RANK)
      .describe(
        'Rank of low-rank adapters (LoRA) that are trained after the new last layer, instead of blocks of the network ' +
          'of --from. Default: none.',
      ),
    scale: z
      .number()
      .positive()
      .describe(
        'For a file in --from that takes images: by what a byte of an image is divided. Default: as the file says, ' +
          'or 255 if you set mean or std.',
      ),
    mean: z
      .union([z.number(), z.array(z.number()).length(3)])
      .describe('For such a file: what is subtracted then, one number, or one for each colour. Default: 0.'),
    std: z
      .union([z.number().positive(), z.array(z.number().positive()).length(3)])
      .describe('For such a file: by what it is divided then, one number, or one for each colour. Default: 1.'),
    order: z.enum(ORDER_NAMES).describe('For such a file: the order of the colours, rgb or bgr. Default: rgb.'),
    textColumns: z
      .array(z.string().min(1))
      .max(MOST_TEXT_COLUMNS)
      .describe(
        'The columns of a table that are running text: the network reads their words. [], or the flag with none: no ' +
          'column is. Default: those with at least three words in a cell on average, of which 20 are in several rows.',
      ),
    task: z
      .enum(TASK_NAMES)
      .describe("Predict a class (classification) or a number (regression). Default: decided by the target's values."),
    imageSize: z
      .union([side, z.string().regex(/^[1-9]\d{0,3}x[1-9]\d{0,3}$/)])
      .describe(
        "Size of the network's images in pixels: 32, or '24x32' (height x width). Default: the median size, at most 64.",
      ),
    augment: z
      .strictObject({ shift: wholeNumber.max(1000), flip: z.boolean(), rotate: z.number().positive().max(180) })
      .partial()
      .describe(
        'Random changes of training images: shift by pixels, flip left to right, rotate by degrees. {} turns them ' +
          "off. Default: the preset's, or none.",
      ),
    strict: z
      .boolean()
      .describe('Stop at the first file in a folder of images that cannot be read. Default: leave it out and name it.'),
    effort: z
      .number()
      .positive()
      .max(1000)
      .describe(
        'How much work the preset table does: 2 is twice as much. 1 is about a minute for 10,000 rows on two cores. ' +
          'Default: 1.',
      ),
    folds: z
      .int()
      .min(2)
      .max(20)
      .describe(
        'Into how many folds the preset table cuts the rows: it holds out each of them once. There are never more than ' +
          'groups. Default: 5, or fewer if a table has fewer than 10 rows.',
      ),
    group: z
      .string()
      .min(1)
      .describe(
        'A column of the table. The preset table keeps rows with the same value, such as those of one patient, in one ' +
          'fold, and does not learn from the column. Default: none.',
      ),
    timeOrder: z
      .string()
      .min(1)
      .describe(
        'A column of numbers or dates. The preset table tests each row only by networks that have not seen later rows. ' +
          'Default: none.',
      ),
    validation: z
      .union([z.number().gt(0).lt(1), z.string().min(1)])
      .describe(
        'Data tested after each epoch and not trained on: a share, or another file or folder. The preset table ' +
          'tests on them once, at the end. Default: none with the preset table, otherwise 0.1 of a table, folder of ' +
          'images or text (its end), and the test images of IDX files.',
      ),
    out: z.string().min(1).describe('Folder to save the trained model in. Default: not saved.'),
    run: z
      .union([z.string().min(1), z.literal(false)])
      .describe(
        'Folder of the run: its settings, events and checkpoints. false keeps no run. Default: runs/<time>-<preset>.',
      ),
    checkpointEvery: z
      .union([wholeNumber, z.string().regex(/^[1-9]\d* ?(epochs?|steps?)$/)])
      .describe("Epochs between two checkpoints, or steps: '500 steps'. Default: 1."),
    keep: wholeNumber.describe('How many of the latest checkpoints to keep; the best one always stays. Default: 3.'),
    earlyStopping: wholeNumber.describe(
      'Stop after this many epochs without a lower validation loss, and use the weights of the best epoch. ' +
        "Default: the preset's, or off.",
    ),
    schedule: z
      .union([z.enum(SCHEDULE_NAMES), z.looseObject({ type: z.string() })])
      .describe(
        `How the learning rate changes from step to step: one of ${SCHEDULE_NAMES.join(', ')}, ` +
          "or a config with options. Default: the preset's, or none.",
      ),
    clipNorm: z
      .number()
      .positive()
      .describe("Scale all gradients down together if their norm exceeds this. Default: the preset's, or off."),
    clipValue: z.number().positive().describe('Limit each element of a gradient to [-x, x]. Default: off.'),
    tensorboard: z
      .union([z.boolean(), z.string().min(1)])
      .describe("Write events for TensorBoard to this folder, or to the run's if you name none. Default: off."),
    distributed: z
      .boolean()
      .describe('Train on all ranks that mpirun or srun starts, through MPI (@nablajs/mpi). Default: off.'),
    parts: wholeNumber
      .max(MOST_PARTS)
      .refine(isPowerOfTwo)
      .describe(
        'Into how many parts to cut each batch, at least. Ranks share the parts, and any number of ranks gives the ' +
          'same bits. Default: 4 with distributed, otherwise 1.',
      ),
    threads: wholeNumber
      .max(64)
      .describe(
        'Threads of the backends wasm and native. Default: one per core; with distributed, the ranks of a machine ' +
          'share its cores.',
      ),
    overwrite: z
      .boolean()
      .describe('Let the new model replace a better one, or one of another task, in the --out folder.'),
    json: z.boolean().describe('Write JSON lines to stdout instead of text.'),
    quiet: z.boolean().describe('Write only the results.'),
    ui: z.boolean().describe('Show live curves on the whole terminal while training.'),
  })
  .partial()
  .describe('Settings of the nabla command.');

/** The settings in a config file. Every key is optional. */
export type NablaConfig = z.infer<typeof configSchema>;

/** The settings that a run or search recorded: `parts` was `shards` once, and `table-fast` was `table`. */
export const recordedConfigSchema = z.preprocess((config) => {
  if (typeof config !== 'object' || config === null) return config;
  const { shards, ...others } = config as Readonly<Record<string, unknown>>;
  return {
    ...others,
    ...(shards !== undefined && { parts: shards }),
    ...(others['preset'] === 'table' && others['folds'] === undefined && { preset: 'table-fast' }),
  };
}, configSchema);
