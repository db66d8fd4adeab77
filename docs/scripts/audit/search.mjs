/** What people type into the search of the site, and the page that must come first. */
const EXPECTED = {
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
  dropout: '/api/core/classes/Dropout',
  adam: '/api/core/classes/Adam',
  conv2d: '/api/core/classes/Conv2d',
  batchnorm: '/api/core/classes/BatchNorm',
  softmaxcrossentropy: '/api/core/classes/SoftmaxCrossEntropy',
  fit: '/api/core/functions/fit',
};

/** Types each query into the search box; returns those that find another page first, a line each. */
export async function searchProblems(browser, address) {
  const page = await browser.newPage();
  await page.goto(`${address}/`, { waitUntil: 'networkidle' });
  // The first thing that happens on the page: its script comes with it.
  await page.keyboard.press('Control+k');
  const box = page.locator('.VPLocalSearchBox input');
  const problems = [];
  for (const [query, expected] of Object.entries(EXPECTED)) {
    // A query of which nothing remains, so that the results are those of this one.
    await box.fill('');
    await page.waitForFunction("document.querySelectorAll('.VPLocalSearchBox .result').length === 0");
    await box.fill(query);
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    await page.waitForTimeout(300); // Results are drawn anew while the index is searched.
    const path = new URL((await first.getAttribute('href')) ?? '', address).pathname.replace(/\.html$/, '');
    if (path !== expected) problems.push(`search '${query}': found ${path} first, expected ${expected}`);
  }
  await page.close();
  return { count: Object.keys(EXPECTED).length, problems };
}
