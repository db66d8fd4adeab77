/** What people type into the search of the site, and the page that must come first. */
import { readdirSync, readFileSync } from 'node:fs';

const GUIDES = new URL('../../guides/', import.meta.url);

/** Pages in which queries are typed at a time. */
const AT_A_TIME = 2;

/** Every layer, by its name: its page of the API reference. */
const LAYERS = {
  core: `AdaptiveAveragePool2d AveragePool1d AveragePool2d BatchNorm Conv1d Conv2d ConvTranspose2d Dense Dropout
    Dropout2d ELU Flatten GELU GlobalAveragePool GlobalMaxPool GroupNorm HardSwish LayerNorm LeakyReLU MaxPool1d
    MaxPool2d Permute PReLU ReLU Reshape Residual RMSNorm SELU SeparableConv2d Sigmoid SiLU Softmax Softplus Tanh
    UpSample ZeroPadding`,
  sequences: `Bidirectional Embedding EmbeddingBag GPT GRU LSTM MultiHeadAttention PositionEmbedding SimpleRNN
    TransformerDecoderLayer TransformerEncoderLayer`,
};

/** Every command, by its name: its section of the page of the command. */
const COMMANDS = {
  init: 'create-a-config-nabla-init',
  config: 'nabla-config',
  train: 'settings-of-nabla-train',
  search: 'search-for-settings-nabla-search',
  evaluate: 'nabla-evaluate',
  predict: 'nabla-predict',
  generate: 'nabla-generate',
  embed: 'nabla-embed',
  serve: 'nabla-serve',
  report: 'reports-nabla-report',
  inspect: 'inspect-a-model-nabla-inspect',
  export: 'export-a-model-nabla-export',
  import: 'models-of-other-libraries-nabla-import',
  backends: 'backends-nabla-backends',
  gradcheck: 'nabla-gradcheck',
  parity: 'nabla-parity',
  conformance: 'nabla-conformance',
};

const OTHERS = {
  'early stopping': '/guides/early-stopping-and-checkpoints',
  callbacks: '/guides/early-stopping-and-checkpoints',
  checkpoint: '/guides/early-stopping-and-checkpoints',
  'resume training': '/guides/early-stopping-and-checkpoints',
  'load model': '/guides/save-and-load',
  'save model': '/guides/save-and-load',
  'custom layer': '/guides/custom-layer',
  'custom loss': '/guides/custom-loss',
  'training loop': '/guides/training-loop',
  'data augmentation': '/guides/your-own-images',
  csv: '/guides/your-own-csv',
  'learning rate schedule': '/guides/optimizers-and-schedules',
  'class weight': '/guides/weights-and-penalties',
  deploy: '/guides/deploy',
  'web worker': '/guides/train-in-a-worker',
  threads: '/guides/choosing-a-backend',
  keras: '/guides/from-keras',
  pytorch: '/guides/from-pytorch',
  'tensorflow.js': '/guides/from-tensorflow-js',
  'brain.js': '/guides/from-brain-js',
  'scikit-learn': '/guides/from-scikit-learn',
  'what nabla does not do': '/what-nabla-does-not-do',
  attention: '/api/sequences/functions/attention',
  adam: '/api/core/classes/Adam',
  softmaxcrossentropy: '/api/core/classes/SoftmaxCrossEntropy',
  fit: '/api/core/functions/fit',
};

/** Queries and addresses. One with a fragment is a section; of others, the first result may be any section. */
const EXPECTED = new Map([
  ...Object.entries(LAYERS).flatMap(([module, names]) =>
    names.split(/\s+/).map((name) => [name.toLowerCase(), `/api/${module}/classes/${name}`]),
  ),
  ...Object.entries(COMMANDS).map(([name, section]) => [`nabla ${name}`, `/packages/cli#${section}`]),
  ...guides(),
  ...Object.entries(OTHERS),
]);

/** Every guide, by its title. */
function guides() {
  const files = readdirSync(GUIDES).filter((file) => file.endsWith('.md') && file !== 'README.md');
  return files.map((file) => {
    const [, title] = /^# (.*)$/m.exec(readFileSync(new URL(file, GUIDES), 'utf8'));
    return [title, `/guides/${file.replace('.md', '')}`];
  });
}

/** Types each query into the search box; returns those that find another page first, a line each. */
export async function searchProblems(browser, address) {
  const left = [...EXPECTED];
  const problems = [];
  const work = async () => {
    const page = await openSearch(browser, address);
    for (let query = left.shift(); query !== undefined; query = left.shift()) {
      const [text, expected] = query;
      const found = await firstResult(page, text, address);
      const matches = found === expected || found.split('#')[0] === expected;
      if (!matches) problems.push(`search '${text}': found ${found} first, expected ${expected}`);
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { count: EXPECTED.size, problems };
}

async function openSearch(browser, address) {
  const page = await browser.newPage();
  await page.goto(`${address}/`, { waitUntil: 'networkidle' });
  // The first thing that happens on the page: its script comes with it.
  await page.keyboard.press('Control+k');
  return page;
}

/** Returns the path and the fragment of what comes first. */
async function firstResult(page, query, address) {
  const box = page.locator('.VPLocalSearchBox input');
  // A query of which nothing remains, so that the results are those of this one.
  await box.fill('');
  await page.waitForFunction("document.querySelectorAll('.VPLocalSearchBox .result').length === 0");
  await box.fill(query);
  const first = page.locator('.VPLocalSearchBox .result').first();
  await first.waitFor();
  await page.waitForTimeout(300); // Results are drawn anew while the index is searched.
  const { pathname, hash } = new URL((await first.getAttribute('href')) ?? '', address);
  return pathname.replace(/\.html$/, '') + hash;
}
