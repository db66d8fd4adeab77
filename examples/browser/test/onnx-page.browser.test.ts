/** Opens onnx.html in a browser, and runs files of ONNX in it. `NABLA_WRITE=1` writes the example file anew. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { fit } from '@nablajs/core';
import { exportOnnx, type GraphModel, readOnnx, writeOnnx } from '@nablajs/interchange';
import { expect, it } from 'vitest';
import { answer, digestOf, networkOf, noise, sizesOf } from '../src/onnx/model-run.js';
import { newNetwork, settings, spirals } from '../src/spirals-run.js';

const BUILT = '/examples/browser/dist/onnx.html';
const EXAMPLE = fileURLToPath(new URL('../src/onnx/spirals.onnx', import.meta.url));
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));

const shown = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
const reaches = (page: Page, state: string) => page.waitForSelector(`body[data-state=${state}]`);

async function open(page: Page): Promise<Page> {
  await page.waitForSelector('body[data-loaded]');
  return page;
}

const choose = (page: Page, name: string, bytes: Uint8Array) =>
  page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

const node = (type: string, inputs: readonly string[], output: string) => ({
  ...{ name: '', type, domain: '', inputs, outputs: [output], attributes: {} },
});

function fileOf(shape: readonly string[], parts: Pick<GraphModel, 'nodes'> & Partial<GraphModel>): Uint8Array {
  const [x, y] = [{ name: 'x', type: 'float32', shape } as const, { name: 'y', type: 'float32', shape } as const];
  return writeOnnx({
    ...{ name: 'test', inputs: [x], outputs: [y], constants: new Map(), functions: [], opsets: { '': 21 } },
    ...{ metadata: {}, ...parts },
  });
}

/** A file with operators that nabla does not have. */
const strange = (): Uint8Array =>
  fileOf(['batch'], {
    nodes: [node('Relu', ['x'], 'a'), node('NonMaxSuppression', ['a'], 'b'), node('NonMaxSuppression', ['b'], 'y')],
  });

/** A file that multiplies rows of four by a number of theirs, and by one number. */
function times(): Uint8Array {
  const four = { type: 'float32', shape: [4], data: Float32Array.of(1, 2, 3, 4) } as const;
  const number = { name: 'number', type: 'float32', shape: [] } as const;
  return fileOf(['batch', 'time'], {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 'time'] }, number],
    constants: new Map([['four', four]]),
    nodes: [node('Mul', ['x', 'number'], 'a'), node('Mul', ['a', 'four'], 'y')],
  });
}

it('the example is what nabla writes after ten epochs', async () => {
  const backend = await createBackend({ threads: 1 });
  using network = newNetwork(backend, 1);
  const { metrics: _, ...options } = settings(1, 10);
  await fit(network, spirals(1, 'training'), options);
  const { model } = await exportOnnx(network, { metadata: { title: 'two spirals' } });
  if (process.env['NABLA_WRITE'] === '1') writeFileSync(EXAMPLE, model);
  else expect(Buffer.compare(readFileSync(EXAMPLE), model)).toBe(0);
});

describeInBrowser('the page that runs ONNX files', (openPage) => {
  it('runs the example with the bits of Node', async () => {
    const page = await open(await openPage(`${BUILT}?threads=2`, { isolated: true }));
    await page.setViewportSize({ width: 1200, height: 760 });
    await page.getByText('Take the example').click();
    await reaches(page, 'ready');
    expect(await shown(page, 'weights')).toBe('2,545');
    expect(await page.locator('#operators li').allTextContents()).toEqual(['Gemm × 3', 'Tanh × 2']);
    await page.getByLabel('batch').fill('3');
    await page.getByLabel('batch').blur();
    await page.getByRole('button', { name: 'Run' }).click();
    await reaches(page, 'done');

    const bytes = readFileSync(EXAMPLE);
    const model = readOnnx(bytes);
    using network = networkOf(await createBackend({ threads: 1 }), bytes, model, [[3, 2]]);
    const [input] = model.inputs;
    if (input === undefined) throw new Error('the example has no input');
    expect(sizesOf(input)).toEqual([1, 2]);
    const { outputs } = await answer(network, [noise(input, [3, 2], 1)]);
    expect(outputs[0]?.shape).toEqual([3, 1]);
    expect(await shown(page, 'digest')).toBe(await digestOf(outputs));
    expect(await shown(page, 'time')).toMatch(/^\d+\.\d\d ms/);
    expect(await shown(page, 'backend')).toBe('wasm');
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}onnx.png`, fullPage: true });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('lists operators that nabla does not have, and says what else is wrong with a file', async () => {
    const page = await open(await openPage(BUILT, { isolated: false }));
    await choose(page, 'strange.onnx', strange());
    await reaches(page, 'failed');
    expect(await shown(page, 'notice')).toBe('nabla does not have these operators: NonMaxSuppression (2).');
    expect(await page.locator('#operators li.missing').allTextContents()).toEqual(['NonMaxSuppression × 2']);
    await choose(page, 'text.onnx', new TextEncoder().encode('not a model'));
    await page.waitForFunction("document.getElementById('name').textContent === 'text.onnx'");
    await expect.poll(() => shown(page, 'notice')).toMatch(/ONNX/);
    expect(await page.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
  });

  it('asks for inputs that are numbers, and says what does not fit', async () => {
    const page = await open(await openPage(BUILT, { isolated: true }));
    await choose(page, 'times.onnx', times());
    await reaches(page, 'ready');
    const button = page.getByRole('button', { name: 'Run' });
    await page.getByLabel('time').fill('4');
    await page.getByLabel('value').fill('0');
    await button.click();
    await reaches(page, 'done');
    expect(await page.locator('#outputs code').first().textContent()).toBe('0  0  0  0');
    await page.getByLabel('time').fill('3');
    await page.getByLabel('time').blur();
    await button.click();
    await expect.poll(() => shown(page, 'notice')).toContain('Mul');
  });

  it('takes a file that is dropped', async () => {
    const page = await open(await openPage(BUILT, { isolated: true }));
    await page.evaluate(`{
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from([${[...readFileSync(EXAMPLE)]}])], 'dropped.onnx'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }`);
    await reaches(page, 'ready');
    expect(await shown(page, 'name')).toBe('dropped.onnx');
  });
});
