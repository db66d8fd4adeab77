/**
 * Runs real ONNX files, from packages on PyPI, and compares their outputs with those of onnxruntime: the largest
 * difference must be at most 1e-4, or 1e-4 of the largest output where that is above 1. The files of silero-vad are
 * compared with each other too, over 40 chunks of sound. Exits with 1 otherwise.
 *
 * It downloads the packages once, to a folder of the cache. Needs Python with onnxruntime and numpy (NABLA_PYTHON
 * names it) and the built package; without these it says what it does not check, and exits with 1 where
 * NABLA_REQUIRE_PEERS is 1.
 *
 *   node packages/interchange/scripts/real-files.mjs [--backend ts|wasm] [--only silero]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unzipSync } from 'fflate';
import { hostData, readOnnx, readSafetensors, runGraph } from '../dist/index.js';
import { differences } from './torch/silero.mjs';

const { values } = parseArgs({
  options: { backend: { type: 'string', default: 'wasm' }, only: { type: 'string', default: '' } },
});
const LARGEST = 1e-4;
const python = process.env['NABLA_PYTHON'] || 'python3';
const folder = join(process.env['NABLA_CACHE'] || join(homedir(), '.cache'), 'nabla', 'real-files');

const noise = (...shape) => ({ type: 'float32', shape });
const state = { state: { type: 'float32', shape: [2, 1, 128], scale: 0.1 } };
const sr = { sr: { type: 'int64', shape: [], value: 16000 } };
const silero = (name) => `silero_vad/data/silero_vad_${name}.onnx`;
const rapid = (name) => `rapidocr_onnxruntime/models/${name}_infer.onnx`;
const sound = (samples) => ({ type: 'float32', shape: [1, samples], scale: 0.1 });

const PACKAGES = ['silero-vad==6.2.3', 'basic-pitch==0.4.0', 'magika==1.0.3', 'rapidocr-onnxruntime==1.4.4'];
const CASES = [
  { file: silero('openvino_16k'), inputs: { input: sound(576), ...state } },
  {
    file: silero('16k_sequence'),
    inputs: { input: { ...sound(576), shape: [20, 576] }, h: noise(1, 1, 128), c: noise(1, 1, 128) },
  },
  { file: silero('16k_op15'), inputs: { input: sound(576), ...state, ...sr } },
  { file: silero('half'), inputs: { input: sound(576), ...state } },
  { file: silero('op18_ifless'), inputs: { input: sound(576), ...sr, ...state } },
  {
    file: 'basic_pitch/saved_models/icassp_2022/nmp.onnx',
    inputs: { 'serving_default_input_2:0': noise(2, 43844, 1) },
  },
  {
    file: 'magika/models/standard_v3_3/model.onnx',
    inputs: { bytes: { type: 'int32', shape: [3, 2048], below: 257 } },
  },
  { file: rapid('ch_PP-OCRv4_det'), inputs: { x: noise(1, 3, 96, 160) } },
  { file: rapid('ch_PP-OCRv4_rec'), inputs: { x: noise(2, 3, 48, 160) } },
  { file: rapid('ch_ppocr_mobile_v2.0_cls'), inputs: { x: noise(2, 3, 48, 192) } },
].filter(({ file }) => file.includes(values.only));

/** Files of silero-vad that compute the same from the same weights; 'half' has others. */
const VARIANTS = ['openvino_16k', '16k_sequence', '16k_op15', 'op18_ifless'];
const SILERO_WEIGHTS = 'silero_vad/data/silero_vad_16k.safetensors';

function notChecked(what, error) {
  console.error(
    `NOT CHECKED: real ONNX files (${what}: ${`${error.stderr ?? error.message}`.trim().split('\n').at(-1)}).`,
  );
  process.exit(process.env['NABLA_REQUIRE_PEERS'] === '1' ? 1 : 0);
}

/** Downloads the packages, and unpacks what the cases need. */
function fetchFiles() {
  mkdirSync(folder, { recursive: true });
  const wanted = [...CASES.map(({ file }) => file), ...VARIANTS.map(silero), SILERO_WEIGHTS];
  if (wanted.every((file) => existsSync(join(folder, file)))) return;
  const flags = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--platform', 'any'];
  execFileSync(python, ['-m', 'pip', 'download', '-q', ...flags, '-d', folder, ...PACKAGES], { stdio: 'pipe' });
  for (const wheel of readdirSync(folder).filter((name) => name.endsWith('.whl'))) {
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(folder, wheel))))) {
      if (!wanted.includes(name)) continue;
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
  }
}

/** Runs onnxruntime, and returns the cases with inputs and outputs. */
function reference() {
  const manifest = join(folder, 'cases.json');
  writeFileSync(manifest, JSON.stringify(CASES));
  execFileSync(python, [fileURLToPath(new URL('real-files.py', import.meta.url)), folder, manifest], { stdio: 'pipe' });
  return JSON.parse(readFileSync(manifest, 'utf8'));
}

function readTensor({ type, shape, data }) {
  const length = shape.reduce((product, size) => product * size, 1);
  const elements = hostData(type, length);
  new Uint8Array(elements.buffer).set(readFileSync(join(folder, data)));
  return { type, shape, data: elements };
}

const tensorsOf = (specs) => new Map(Object.entries(specs).map(([name, spec]) => [name, readTensor(spec)]));

/**
 * The largest difference, as a share of the largest value where that is above 1; infinite for other shapes. Smaller
 * values are compared as they are: onnxruntime's sigmoid is off by 1e-7 below -14, where it is nearly 0.
 */
function difference(own, theirs) {
  if (own === undefined || `${own.shape}` !== `${theirs.shape}`) return Number.POSITIVE_INFINITY;
  let [most, largest] = [0, 1];
  theirs.data.forEach((value, at) => {
    const off = Math.abs(own.data[at] - value);
    most = Math.max(most, off);
    largest = Math.max(largest, Math.abs(value));
  });
  return most / largest;
}

try {
  fetchFiles();
} catch (error) {
  notChecked('no packages', error);
}
let cases;
try {
  cases = reference();
} catch (error) {
  notChecked('no onnxruntime', error);
}
const { createBackend } = await import(`@nablajs/backend-${values.backend}`);
const backend = await createBackend();
for (const { file, inputs, outputs } of cases) {
  const started = performance.now();
  let words;
  try {
    const model = readOnnx(readFileSync(join(folder, file)));
    const own = await runGraph(backend, model, tensorsOf(inputs));
    const most = Math.max(...[...tensorsOf(outputs)].map(([name, theirs]) => difference(own.get(name), theirs)));
    words = `${most <= LARGEST ? 'ok    ' : 'FAILED'}  ${most.toExponential(1)}  ${file}`;
  } catch (error) {
    words = `FAILED  ${error.message}  ${file}`;
  }
  if (words.startsWith('FAILED')) process.exitCode = 1;
  console.log(`${words}  ${(performance.now() - started).toFixed(0)} ms`);
}
if (values.only === '' || 'silero'.includes(values.only)) await compareSilero();
await backend.dispose();

/** The safetensors file has weights of another training, so its network is run with those of the ONNX files. */
async function compareSilero() {
  const file = (name) => readFileSync(join(folder, name));
  const tensors = readSafetensors(file(SILERO_WEIGHTS), SILERO_WEIGHTS);
  const onnx = Object.fromEntries(VARIANTS.map((name) => [silero(name), file(silero(name))]));
  const { files, range, safetensors, weights } = await differences(backend, onnx, tensors);
  for (const [name, most] of files) {
    if (!(most <= LARGEST)) process.exitCode = 1;
    console.log(`${most <= LARGEST ? 'ok    ' : 'FAILED'}  ${most.toExponential(1)}  ${name}, beside silero's modules`);
  }
  console.log(
    `probabilities from ${range.map((value) => value.toFixed(4)).join(' to ')}; the weights of the safetensors file ` +
      `differ by up to ${weights.toFixed(1)} from those of ONNX, and its probabilities by ${safetensors.toFixed(4)}`,
  );
}
