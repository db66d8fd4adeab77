/** The one schema of a config file: its types, its validation and the JSON Schema for editors. */
import { z } from 'zod';
import { OPTIMIZER_NAMES, PRESET_NAMES } from './presets.js';
import { SCHEDULE_NAMES } from './schedules.js';

export const DTYPE_NAMES = ['float32', 'float64'] as const;
export const TASK_NAMES = ['classification', 'regression'] as const;
export const LAYOUT_NAMES = ['auto', 'dense', 'csr'] as const;

const wholeNumber = z.int().positive();
/** Of an image. */
const side = wholeNumber.max(4096);
/** A layer of more would not fit in memory beside its gradient and the optimizer's state. */
const units = wholeNumber.max(65_536);

export const configSchema = z
  .strictObject({
    $schema: z.string().describe('Where an editor finds this schema; nabla ignores it.'),
    preset: z.enum(PRESET_NAMES).describe('Ready-made settings; every other setting overrides its part of them.'),
    backend: z.string().min(1).describe('ts, wasm, tfjs-node, auto, or a package that exports createBackend.'),
    backendOptions: z
      .record(z.string(), z.unknown())
      .describe('Passed to createBackend; the backend says what it takes.'),
    dtype: z.enum(DTYPE_NAMES).describe('float32 or float64, of weights, activations and gradients.'),
    epochs: wholeNumber.describe('Passes over the training data.'),
    learningRate: z.number().positive().describe('Step size of the optimizer.'),
    batchSize: z.union([wholeNumber, z.literal('full')]).describe("Examples in one step; 'full' is all of them."),
    hidden: z
      .union([units, z.array(units).min(1)])
      .describe('Units of the hidden layer, or of each one from input to output.'),
    optimizer: z.enum(OPTIMIZER_NAMES).describe(`One of ${OPTIMIZER_NAMES.join(', ')}: how gradients change weights.`),
    weightDecay: z
      .number()
      .nonnegative()
      .describe('How much each step shrinks the weights, in units of the learning rate.'),
    seed: z.int().nonnegative().describe('Of initial weights and shuffles: the same seed gives the same numbers.'),
    layout: z
      .enum(LAYOUT_NAMES)
      .describe('How images are stored: dense, csr (zeros skipped), or auto, by their density.'),
    data: z
      .string()
      .min(1)
      .describe(
        'A table (CSV), a folder with a folder of images for each class, or one with four IDX files; MNIST if absent.',
      ),
    target: z.string().min(1).describe("The table's column to predict."),
    task: z
      .enum(TASK_NAMES)
      .describe('Whether the target is a class or a number; where absent, nabla decides by its values.'),
    imageSize: z
      .union([side, z.string().regex(/^[1-9]\d{0,3}x[1-9]\d{0,3}$/)])
      .describe(
        "Height and width of the network's images, in pixels: 32, or '24x32'; where absent, that of most images.",
      ),
    augment: z
      .strictObject({ shift: wholeNumber.max(1000), flip: z.boolean(), rotate: z.number().positive().max(180) })
      .partial()
      .describe('Change images at random while training: shift by pixels, flip left to right, rotate by degrees.'),
    validation: z
      .union([z.number().gt(0).lt(1), z.string().min(1)])
      .describe(
        'What is tested after each epoch and not trained on: a share of the data (0.1), or a file of the same form.',
      ),
    out: z.string().min(1).describe('Folder to save the trained model in.'),
    run: z
      .union([z.string().min(1), z.literal(false)])
      .describe(
        'Folder of the run: its settings, events and checkpoints. runs/<time>-<preset> where absent; false is none.',
      ),
    checkpointEvery: z
      .union([wholeNumber, z.string().regex(/^[1-9]\d* ?(epochs?|steps?)$/)])
      .describe("Epochs between two checkpoints, or steps: '500 steps'."),
    keep: wholeNumber.describe('The last checkpoints that stay; the best one does so too.'),
    earlyStopping: wholeNumber.describe(
      'Stop after so many epochs without a lower loss on the validation data, with the weights of the best epoch.',
    ),
    schedule: z
      .union([z.enum(SCHEDULE_NAMES), z.looseObject({ type: z.string() })])
      .describe(`How the learning rate changes from step to step: one of ${SCHEDULE_NAMES.join(', ')}, or its config.`),
    clipNorm: z.number().positive().describe('Scale gradients down together where their norm is above this.'),
    clipValue: z.number().positive().describe('Move each element of a gradient into [-x, x].'),
    tensorboard: z
      .union([z.boolean(), z.string().min(1)])
      .describe("Write events for TensorBoard, into this folder; without one into the run's own."),
    overwrite: z.boolean().describe('Let the model take the place of a better one in the out folder.'),
    json: z.boolean().describe('Write JSON lines to stdout instead of text.'),
    quiet: z.boolean().describe('Write the results alone.'),
    ui: z.boolean().describe('Show live curves on the whole terminal while training.'),
  })
  .partial()
  .describe('Settings of the nabla command.');

/** What a config file holds. */
export type NablaConfig = z.infer<typeof configSchema>;

/** The schema of a `nabla.config.json`, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { target: 'draft-7' });
}
