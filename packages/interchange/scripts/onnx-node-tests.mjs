/**
 * Runs the standard's node tests, and compares the status of each with fixtures/onnx-node-tests.json.
 *
 *     node scripts/onnx-node-tests.mjs [--write] [--only PART] [--cases FILE]
 *
 * A case passes if its outputs are right with floats on the device and all else on the host, with all of it on the
 * host, and with all of it on the device, where whole numbers are int32. `--write` keeps the statuses; each failure
 * must have a reason of REASONS. `--only` shows the errors of the cases whose names have a part. `--cases` is what
 * onnx-node-tests.py wrote; without it, the script makes it with a Python of its own.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBackend } from '@nablajs/backend-ts';
import { readOnnx, runGraph } from '@nablajs/interchange';

const FOLDER = join(import.meta.dirname, '..');
const FIXTURE = join(FOLDER, 'fixtures/onnx-node-tests.json');
const CACHE = join(FOLDER, 'node_modules/.cache/onnx-node-tests');

const { values: options } = parseArgs({
  options: { write: { type: 'boolean' }, only: { type: 'string' }, cases: { type: 'string' } },
});

/** The operators of the first two tiers: every case of theirs passes, or has another reason. */
const SUPPORTED = new Set(
  `Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool BatchNormalization BitShift Cast
  CastLike Ceil Clip Concat Constant ConstantOfShape Conv ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear
  Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements
  GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid HardSwish
  Identity If InstanceNormalization IsInf IsNaN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax
  MatMul Max MaxPool Mean Min Mish Mod Mul Neg Not OneHot Or PRelu Pad Pow QuantizeLinear RMSNormalization RNN Range
  Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
  ReduceSumSquare Relu Reshape Resize RotaryEmbedding Round ScatterElements ScatterND Selu Shape Sigmoid Sign Sin Sinh
  Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Swish Tan Tanh Tile TopK Transpose Trilu
  Unsqueeze Where Xor`.split(/\s+/),
);

const has = (list, pattern) => list.some((name) => pattern.test(name));

/** Why a case may fail, the first that fits. The names are the statuses of the fixture. */
const REASONS = [
  ['strings', ({ types }) => types.includes('STRING')],
  ['sequences, maps or optional values', ({ types }) => has(types, /^(sequence|optional|map|sparse)/)],
  ['complex numbers', ({ types }) => has(types, /^COMPLEX/)],
  ['floats of 4 or 8 bits', ({ types }) => has(types, /^FLOAT(8|4)/)],
  ['integers of 2 or 4 bits', ({ types }) => has(types, /^U?INT(2|4)$/)],
  [
    'random',
    ({ name, operators }) =>
      has(operators, /^(Random|Bernoulli|Multinomial)/) || /training.*dropout|dropout.*training/.test(name),
  ],
  ['operator outside of tiers 1 and 2', ({ operators }) => operators.some((name) => !SUPPORTED.has(name))],
  ['opset before 7', ({ opset }) => opset < 7],
  ['cubic', ({ attributes }) => attributes.mode === 'cubic'],
  ['antialias', ({ attributes }) => attributes.antialias === 1],
  ['float16 or bfloat16', ({ types }) => has(types, /^B?FLOAT16$/)],
];

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  bool: Uint8Array,
  int64: BigInt64Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
};

function hostTensor({ type, shape, data }) {
  const bytes = Buffer.from(data, 'base64');
  const elements = new ARRAYS[type](new Uint8Array(bytes).buffer);
  const isWide = type === 'int64' || type === 'uint64' || type === 'uint32';
  return { type, shape, data: isWide ? Float64Array.from(elements, Number) : elements };
}

/** What is wrong with an output; undefined if nothing is. */
function difference(name, actual, expected, { relative, absolute }) {
  if (actual === undefined) return `'${name}' is missing`;
  if (actual.type !== expected.type) return `'${name}' is ${actual.type}, not ${expected.type}`;
  if (actual.shape.join() !== expected.shape.join()) return `'${name}' is [${actual.shape}], not [${expected.shape}]`;
  const isFloat = expected.type.startsWith('float');
  for (const [at, want] of expected.data.entries()) {
    const got = actual.data[at];
    const gate = isFloat ? absolute + relative * Math.abs(want) : 0;
    if (Object.is(got, want) || got === want || Math.abs(got - want) <= gate) continue;
    return `'${name}' has ${got} at ${at}, not ${want}`;
  }
  return undefined;
}

/** The outputs; undefined if shapes depend on what is on the device, which no network can have. */
async function outputsOf(backend, model, given, place) {
  try {
    return await runGraph(backend, model, given, { place });
  } catch (error) {
    if (place === 'device' && /known before the graph computes/.test(error.message)) return undefined;
    throw error;
  }
}

/** The error of a case; undefined if it passes. */
async function failure(backend, test) {
  const model = readOnnx(Buffer.from(test.model, 'base64'));
  for (const { inputs, outputs } of test.sets) {
    if ([...inputs, ...outputs].includes(null)) return 'a value is no plain tensor';
    const given = new Map(test.inputs.map((name, at) => [name, hostTensor(inputs[at])]));
    for (const place of ['mixed', 'host', 'device']) {
      const made = await outputsOf(backend, model, given, place);
      if (made === undefined) continue;
      for (const [at, name] of test.outputs.entries()) {
        const problem = difference(name, made.get(name), hostTensor(outputs[at]), test);
        if (problem !== undefined) return `${place}: ${problem}`;
      }
    }
  }
  return undefined;
}

function casesFile() {
  if (options.cases !== undefined) return options.cases;
  const file = join(CACHE, 'cases.jsonl');
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  const venv = join(CACHE, 'venv');
  const python = join(venv, 'bin/python');
  const run = (command, ...rest) => execFileSync(command, rest, { stdio: 'inherit' });
  run('python3', '-m', 'venv', venv);
  run(python, '-m', 'pip', 'install', '--quiet', 'onnx==1.23.2', 'ml_dtypes');
  run(python, join(import.meta.dirname, 'onnx-node-tests.py'), file);
  return file;
}

const backend = await createBackend();
const lines = readFileSync(casesFile(), 'utf8').trim().split('\n');
const statuses = {};
const unexplained = [];
for (const line of lines) {
  const test = JSON.parse(line);
  if (options.only !== undefined && !test.name.includes(options.only)) continue;
  let error;
  try {
    error = await failure(backend, test);
  } catch (thrown) {
    error = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  }
  const [reason] = error === undefined ? ['passes'] : (REASONS.find(([, fits]) => fits(test)) ?? [undefined]);
  if (reason === undefined) unexplained.push(`${test.name}: ${error}`);
  else statuses[reason] = [...(statuses[reason] ?? []), test.name];
  if (options.only !== undefined) console.log(`${test.name}: ${reason ?? 'fails'} ${error ?? ''}`);
}
await backend.dispose();

for (const [status, names] of Object.entries(statuses)) console.log(`${String(names.length).padStart(5)} ${status}`);
console.log(`${String(lines.length).padStart(5)} cases`);
for (const line of unexplained) console.error(line);
if (unexplained.length > 0) {
  console.error(`${unexplained.length} cases fail without a reason.`);
  process.exitCode = 1;
}
if (options.only === undefined && unexplained.length === 0) {
  const sorted = Object.fromEntries(Object.entries(statuses).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (options.write) writeFileSync(FIXTURE, `${JSON.stringify(sorted, undefined, 1)}\n`);
  else compare(JSON.parse(readFileSync(FIXTURE, 'utf8')), sorted);
}

/** Fails if a case has another status than the one that is kept. */
function compare(kept, found) {
  const statusOf = (all) =>
    new Map(Object.entries(all).flatMap(([status, names]) => names.map((name) => [name, status])));
  const [before, now] = [statusOf(kept), statusOf(found)];
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    if (before.get(name) === now.get(name)) continue;
    console.error(`${name}: expected '${before.get(name) ?? 'no case'}', found '${now.get(name) ?? 'no case'}'`);
    process.exitCode = 1;
  }
}
