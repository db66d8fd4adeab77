/** Reads a file of ONNX that was chosen or dropped, shows what is in it, and runs it on noise. */
import type { DenseArray } from '@nablajs/core';
import { type GraphModel, readOnnx, unsupportedOperators } from '@nablajs/interchange';
import { chooseBackend } from '../backend.js';
import { element, say, showErrors, warn } from '../page.js';
import { answer, digestOf, isNumber, networkOf, noise, sizesOf } from './model-run.js';

const EXAMPLE = new URL('./spirals.onnx', import.meta.url);
const MOST_SHOWN = 8;

showErrors();
const threads = new URLSearchParams(location.search).get('threads');
const { backend, notice } = await chooseBackend(threads === null ? 'auto' : Number(threads));
say('backend', backend.name);
if (notice !== undefined) console.info(notice);

const enter = (state: 'empty' | 'ready' | 'done' | 'failed'): void => {
  document.body.dataset['state'] = state;
  element<HTMLButtonElement>('run').disabled = state === 'empty' || state === 'failed';
};

element('file').addEventListener('change', ({ target }) => void take((target as HTMLInputElement).files?.[0]));
element('example').addEventListener('click', async () => {
  const bytes = await (await fetch(EXAMPLE)).arrayBuffer();
  await take(new File([bytes], 'spirals.onnx'));
});
for (const type of ['dragover', 'dragleave', 'drop'] as const) {
  addEventListener(type, (event) => {
    event.preventDefault();
    document.body.classList.toggle('dropping', type === 'dragover');
    if (type === 'drop') void take(event.dataTransfer?.files[0]);
  });
}
document.body.dataset['loaded'] = '';

/** Makes an element with a text. */
function made(tag: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

async function take(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  element<HTMLElement>('notice').hidden = true;
  element('inputs').replaceChildren();
  element('outputs').replaceChildren();
  say('time', '');
  say('name', file.name);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const start = performance.now();
    const model = readOnnx(bytes);
    say('read', `${(performance.now() - start).toFixed(1)} ms`);
    describe(model, bytes.length);
    const missing = [...unsupportedOperators(model)].map(([type, count]) => `${type} (${count})`);
    if (missing.length > 0) throw new Error(`nabla does not have these operators: ${missing.join(', ')}.`);
    askForInputs(bytes, model);
    enter('ready');
  } catch (error) {
    warn((error as Error).message);
    enter('failed');
  }
}

function describe(model: GraphModel, bytes: number): void {
  const counts = new Map<string, number>();
  for (const { type } of model.nodes) counts.set(type, (counts.get(type) ?? 0) + 1);
  const missing = unsupportedOperators(model);
  const chips = Array.from(counts, ([type, count]) =>
    made('li', `${type} × ${count}`, missing.has(type) ? 'missing' : ''),
  );
  element('operators').replaceChildren(...chips);
  say('size', `${(bytes / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} kB`);
  say('opset', `${model.opsets['']}`);
  const weights = [...model.constants.values()].reduce((sum, { data }) => sum + data.length, 0);
  say('weights', weights.toLocaleString('en'));
  const texts = Object.entries(model.metadata).map(([key, value]) => `${key}: ${value}`);
  say('metadata', texts.length === 0 ? 'none' : texts.join(' · ').slice(0, 300));
}

/** Shows a field for each dimension of any length, and for each input that is a number. */
function askForInputs(bytes: Uint8Array, model: GraphModel): void {
  const sizes = model.inputs.map(sizesOf);
  const numbers = new Map<string, number>();
  const boxes = model.inputs.map((input, at) => {
    const box = made('div', '', 'value');
    const shape = input.shape ?? [];
    box.append(made('p', `${input.name}: ${input.type} [${shape.join(', ')}]`));
    if (isNumber(input)) box.append(fieldOf('value', 0, (value) => numbers.set(input.name, value)));
    for (const [axis, size] of shape.entries()) {
      if (typeof size === 'number' && size > 0) continue;
      const own = sizes[at] as number[];
      const name = typeof size === 'string' && size !== '' ? size : `axis ${axis}`;
      box.append(fieldOf(name, own[axis] as number, (value) => own.splice(axis, 1, Math.max(1, Math.floor(value)))));
    }
    return box;
  });
  element('inputs').replaceChildren(...boxes);
  element<HTMLButtonElement>('run').onclick = () => void run(bytes, model, sizes, numbers);
}

function fieldOf(name: string, first: number, take: (value: number) => void): HTMLElement {
  const label = made('label', name, 'faint');
  const field = Object.assign(document.createElement('input'), { type: 'number', value: `${first}` });
  field.addEventListener('change', () => take(Number(field.value)));
  label.append(field);
  return label;
}

async function run(
  bytes: Uint8Array,
  model: GraphModel,
  sizes: readonly (readonly number[])[],
  values: ReadonlyMap<string, number>,
): Promise<void> {
  element<HTMLElement>('notice').hidden = true;
  try {
    using network = networkOf(backend, bytes, model, sizes, values);
    const given = model.inputs.map((input, at) =>
      isNumber(input) ? undefined : noise(input, sizes[at] ?? [], at + 1),
    );
    const { outputs, milliseconds } = await answer(
      network,
      given.filter((array) => array !== undefined),
    );
    const boxes = element('inputs').querySelectorAll('.value');
    for (const [at, array] of given.entries()) {
      boxes[at]?.querySelector('code')?.remove();
      if (array !== undefined) boxes[at]?.append(made('code', numbers(array)));
    }
    const shown = outputs.map((array, at) => {
      const box = made('div', '', 'value');
      box.append(made('p', `${model.outputs[at]?.name}: [${array.shape.join(', ')}]`), made('code', numbers(array)));
      return box;
    });
    const digest = made('p', 'SHA-256, the same in every browser: ', 'faint value');
    digest.append(Object.assign(made('code', await digestOf(outputs)), { id: 'digest' }));
    element('outputs').replaceChildren(...shown, digest);
    say('time', `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms, the fastest of 5 calls`);
    enter('done');
  } catch (error) {
    warn((error as Error).message);
    enter('ready');
  }
}

/** The first elements. */
function numbers({ data }: DenseArray): string {
  const first = Array.from(data.subarray(0, MOST_SHOWN), (value) => Number(value.toPrecision(6)));
  return `${first.join('  ')}${data.length > MOST_SHOWN ? ` … ${data.length} numbers` : ''}`;
}
