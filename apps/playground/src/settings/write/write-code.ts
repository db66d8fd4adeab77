/** The code that trains the network of the Write view outside of the page, to the same bits, and writes the same. */
import { construct, Imports, programOf } from '../program.js';
import {
  gptSize,
  MOST_NORM,
  STEPS_PER_EPOCH,
  WRITTEN_TOKENS,
  type WriteSettings,
  type Writing,
  writeConfigs,
} from './write-settings.js';

/** What the code has to know about a text: the type of its tokenizer, and how many of its examples are tested. */
export interface TextTask {
  readonly tokenizer: 'characters' | 'bpe';
  readonly tested: number;
}

/** For Node, Bun and Deno. Its text has to lie beside it. */
export function writeCodeFor(
  settings: WriteSettings,
  { draw, ...how }: Writing,
  { tokenizer, tested }: TextTask,
): string {
  const { text, context, batch, steps, seed, backend } = settings;
  const imports = new Imports();
  const { use } = imports;
  const { loss, optimizer, schedule } = writeConfigs(settings);
  const learn = tokenizer === 'bpe' ? 'learnBPE' : 'learnCharacters';
  use('node:fs', 'openAsBlob');
  use(`@nablajs/backend-${backend}`, 'createBackend');
  use('@nablajs/core', 'clipByNorm', 'fit', 'Sequential');
  use('@nablajs/datasets', 'createTokenizer', learn, 'subset', 'textDataset');
  use('@nablajs/sequences', 'GPT', 'generate');
  const size = Object.entries(gptSize(settings)).map(([name, value]) => `${name}: ${value}`);
  const body = [
    `const text = await openAsBlob(${JSON.stringify(text)});`,
    `const tokenizer = await createTokenizer(await ${learn}(text));`,
    'const { train, validation } = await textDataset(text, tokenizer, {',
    `  context: ${context},`,
    `  examples: ${STEPS_PER_EPOCH * batch}, // ${STEPS_PER_EPOCH} steps`,
    `  seed: ${seed},`,
    '});',
    '',
    'const backend = await createBackend();',
    `const gpt = new GPT({ vocabulary: tokenizer.size, ${size.join(', ')} });`,
    `const model = new Sequential(backend, { inputShape: ['time'], layers: [gpt], dtype: 'float32', seed: ${seed} });`,
    'const history = await fit(model, train, {',
    `  loss: ${construct(loss, use)},`,
    `  optimizer: ${construct(optimizer, use)},`,
    `  schedule: ${construct(schedule, use)},`,
    `  transforms: [clipByNorm(${MOST_NORM})],`,
    `  epochs: ${steps / STEPS_PER_EPOCH},`,
    `  batchSize: ${batch},`,
    `  seed: ${seed},`,
    `  validation: subset(validation, 0, ${tested}),`,
    '});',
    "console.log('held-out loss', history.validation.at(-1).loss);",
    '',
    '// What the page writes.',
    `let written = ${JSON.stringify(how.prompt)};`,
    'const decoder = tokenizer.decoder();',
    `for await (const token of generate(model, tokenizer.encode(${how.prompt === '' ? "'\\n'" : 'written'}), {`,
    `  length: ${WRITTEN_TOKENS},`,
    `  temperature: ${how.temperature},`,
    `  topK: ${how.topK},`,
    `  seed: ${draw},`,
    `  context: ${context},`,
    ...(tokenizer === 'characters' ? ['  exclude: [0], // stands for characters that the text does not have'] : []),
    '})) {',
    '  written += decoder.push(token);',
    '}',
    'console.log(written);',
  ];
  return programOf(imports, [], body, 'model');
}
