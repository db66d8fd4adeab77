/** The JSON Schema of a config file, with what editors offer while you type. */
import { BACKEND_NAMES } from '@nablajs/command-line';
import { z } from 'zod';
import { configSchema, type NablaConfig } from '../config-schema.js';

interface Hint {
  /** Only where no other setting changes it. */
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

const FLATTEN = { type: 'Flatten' };
const CONVOLUTION = [{ type: 'Conv2d', filters: 16, kernelSize: 3 }, { type: 'ReLU' }, { type: 'MaxPool2d', size: 2 }];

/** The default and examples of the settings. Editors offer them, and insert the default with a name. */
export const HINTS: { readonly [Name in keyof NablaConfig]?: Hint } = {
  $schema: { default: './node_modules/@nablajs/cli/nabla.config.schema.json' },
  backend: { default: 'auto', examples: BACKEND_NAMES },
  backendOptions: { examples: [{ threads: 1 }] },
  dtype: { default: 'float32' },
  epochs: { examples: [10] },
  learningRate: { examples: [0.001] },
  batchSize: { examples: [32, 128, 'full'] },
  hidden: { examples: [128, [256, 128]] },
  layers: { examples: [[FLATTEN], [...CONVOLUTION, FLATTEN]] },
  weightDecay: { examples: [0.01] },
  seed: { default: 0 },
  layout: { default: 'auto' },
  data: { examples: ['data.csv', 'photos', 'book.txt'] },
  tokenizer: { examples: ['characters', 'bytes', 'bpe', 'tokenizer.json'] },
  vocabulary: { examples: [1024] },
  scale: { examples: [255] },
  mean: { examples: [0.5, [0.485, 0.456, 0.406]] },
  std: { examples: [0.5, [0.229, 0.224, 0.225]] },
  imageSize: { examples: [32, '24x32'] },
  augment: { examples: [{ shift: 2, flip: true, rotate: 10 }, {}] },
  strict: { default: false },
  effort: { default: 1 },
  folds: { examples: [5] },
  validation: { examples: [0.2, 'validation.csv'] },
  out: { examples: ['model'] },
  run: { examples: ['runs/first', false] },
  checkpointEvery: { default: 1, examples: [1, '500 steps'] },
  keep: { default: 3 },
  earlyStopping: { examples: [10] },
  schedule: { examples: ['cosine', { type: 'Warmup', steps: 100, schedule: { type: 'CosineDecay' } }] },
  clipNorm: { examples: [1] },
  distributed: { default: false },
  overwrite: { default: false },
  json: { default: false },
  quiet: { default: false },
  ui: { default: false },
};

/** Returns the JSON Schema of a `nabla.config.json`, for editors. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7' });
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    Object.assign(property, HINTS[name as keyof NablaConfig]);
  }
  return schema;
}
