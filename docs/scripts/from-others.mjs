/**
 * Runs the programs of other libraries that the guides "Coming from …" show, and compares what they print with the
 * guides: nabla's digits exactly, the others' roughly, because most start with other random weights each time. The
 * programs in examples/node/formats read what the others save. Needs built packages, npm, Python 3 with venv, and PyPI.
 * What cannot be installed is named; then it exits with 1 if NABLA_REQUIRE_PEERS is 1. NABLA_OTHERS_PYTHON names a
 * Python that has the packages already.
 *
 *     node docs/scripts/from-others.mjs
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { array, predict } from '@nablajs/core';
import { importOnnx } from '@nablajs/interchange';
import { pythonWith } from '../../scripts/peers/python-with.mjs';

const EXAMPLES = fileURLToPath(new URL('../../examples/node', import.meta.url));
const GUIDES = fileURLToPath(new URL('../guides', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/nabla-others', import.meta.url));
const NPM = ['brain.js@1.6.1', '@tensorflow/tfjs@4.22.0'];
const PYPI = ['keras==3.15.0', 'jax[cpu]==0.10.2', 'torch==2.15.0', 'scikit-learn==1.9.1', 'skl2onnx==1.20.0'];

/** How far the numbers of the other side may be from those of its guide. */
const DEGREES_OFF = 3;
const LARGEST_ERROR = 2;
/** Programs that save a network, and those of nabla that read it. */
const SAVED = { 'save-brain.js': 'brain.js', 'save-scikit-learn.py': 'scikit-learn.js' };

const python = pythonWith(PYPI, { variable: 'NABLA_OTHERS_PYTHON', name: 'PyPI', folder: 'nabla-others-python' });
const hasNpm = installFromNpm();

/** Prints a line, and notes whether it is as it should be. */
function report(name, isRight, line) {
  console.log(`${isRight ? 'ok    ' : 'WRONG '} ${name}: ${line}`);
  if (!isRight) process.exitCode = 1;
}

function installFromNpm() {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true, "type": "module" }\n');
  const flags = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  try {
    execFileSync('npm', ['install', ...flags, '--prefix', CACHE, ...NPM], { stdio: 'inherit' });
    return true;
  } catch (error) {
    console.error(`NOT CHECKED: ${NPM.join(' and ')} cannot be installed: ${error.message}`);
    if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
    return false;
  }
}

/** Runs a program of the other side in the folder `cwd`, and returns what it prints; undefined if it cannot run. */
function runOther(file, cwd = EXAMPLES) {
  const run = (command, ...args) => {
    const env = { ...process.env, KERAS_BACKEND: 'jax' };
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  };
  if (file.endsWith('.py')) return python && run(python, join(EXAMPLES, file));
  if (!hasNpm) return undefined;
  // Node looks for packages beside the program.
  const copy = join(CACHE, basename(file));
  copyFileSync(join(EXAMPLES, file), copy);
  return run(process.execPath, copy);
}

const runOurs = (file, cwd = EXAMPLES) =>
  execFileSync(process.execPath, [join(EXAMPLES, file)], { cwd, encoding: 'utf8' });

/** The numbers behind these words: of what a program prints, or of a guide, where each program has its own. */
const numbersAfter = (words, text) =>
  [...text.matchAll(new RegExp(`${words}.*?(\\d+\\.\\d+)`, 'g'))].map(([, n]) => +n);

function compareTables() {
  const ours = runOurs('from-others/table.js');
  for (const file of readdirSync(join(EXAMPLES, 'from-others')).filter((name) => name !== 'table.js')) {
    const guide = file.replace('table-', 'from-').replace('.py', '').replace('.', '-');
    const page = readFileSync(join(GUIDES, `${guide}.md`), 'utf8');
    report(`${guide}.md`, page.includes(`\n\`\`\`text\n${ours}\`\`\`\n`), 'has what nabla prints');
    const printed = runOther(`from-others/${file}`);
    if (printed === undefined) continue;
    const [error] = numbersAfter('Error on the test rows:', printed);
    const [degrees] = numbersAfter('After ten minutes:', printed);
    // Its block comes before nabla's.
    const [shown] = numbersAfter('\nAfter ten minutes:', page);
    const isNear = error <= LARGEST_ERROR && Math.abs(degrees - shown) <= DEGREES_OFF;
    report(file, isNear, `error ${error}, ${degrees} degrees; the guide has ${shown}`);
  }
}

/** What others save here and now, nabla predicts with. */
function compareSaved() {
  for (const [saver, reader] of Object.entries(SAVED)) {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-others-'));
    mkdirSync(join(folder, 'formats/files'), { recursive: true });
    symlinkSync(join(EXAMPLES, 'data'), join(folder, 'data'), 'junction');
    const printed = runOther(`formats/${saver}`, folder);
    if (printed === undefined) continue;
    const [theirs, ours] = [printed, runOurs(`formats/${reader}`, folder)].map(
      (text) => numbersAfter('minutes:', text)[0],
    );
    report(reader, Math.abs(theirs - ours) < 1e-3, `${ours}, and ${theirs} there`);
  }
}

const SKL2ONNX = `
import json
import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from skl2onnx import to_onnx

table = np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1).astype(np.float32) / 100
x, y = table[:, :-1], table[:, -1]
kinds = (y > 0.4).astype(int) + (y > 0.6)
number = MLPRegressor(max_iter=20).fit(x, y)
kind = MLPClassifier(max_iter=20).fit(x, kinds)
pipeline = make_pipeline(StandardScaler(), MLPRegressor(max_iter=20)).fit(x, y)
files = [to_onnx(number, x), to_onnx(kind, x, options={id(kind): {"zipmap": False}}), to_onnx(pipeline, x)]
print(json.dumps({
    "files": [file.SerializeToString().hex() for file in files],
    "number": number.predict(x[:3]).tolist(),
    "kind": kind.predict_proba(x[:3]).ravel().tolist(),
    "x": x[:3].tolist(),
}))
`;

/** What skl2onnx makes of scikit-learn's networks is read, and a pipeline is refused. */
async function compareOnnx() {
  if (python === undefined) return;
  const printed = execFileSync(python, ['-W', 'ignore', '-c', SKL2ONNX], { cwd: EXAMPLES, encoding: 'utf8' });
  const { files, x, ...expected } = JSON.parse(printed);
  const [number, kind, pipeline] = files.map((hex) => Buffer.from(hex, 'hex'));
  const backend = await createBackend();
  const compare = async (name, model) => {
    const { data } = await predict(model, array(x));
    const isNear = expected[name].every((value, at) => Math.abs(value - data[at]) < 1e-5);
    report(`skl2onnx, ${name}`, isNear, `${data[0]}, and ${expected[name][0]} there`);
  };
  await compare('number', importOnnx(backend, number));
  await compare('kind', importOnnx(backend, kind, { outputs: ['probabilities'] }));
  let message = 'it was read';
  try {
    importOnnx(backend, pipeline);
  } catch (error) {
    message = error.message;
  }
  report('skl2onnx, pipeline', message.includes('ai.onnx.ml::Scaler'), message);
  await backend.dispose();
}

/** The programs in from-keras/ that need no data of others learn what the guide says. */
function runKeras() {
  const decimalsOf = (name) => (runOther(`from-keras/${name}.py`)?.match(/-?\d+\.\d*(?:e[+-]\d+)?/g) ?? []).map(Number);
  if (python === undefined) return;
  const [share] = decimalsOf('custom').slice(-1);
  report('from-keras/custom.py', Math.abs(share - 0.9) < 0.05, `${share} below`);
  const decimals = decimalsOf('two-inputs');
  const [predicted, products] = [decimals.slice(0, 3), decimals.slice(-3)];
  const isNear = products.every((product, at) => Math.abs(product - predicted[at]) < 0.3);
  report('from-keras/two-inputs.py', isNear, `${predicted} for ${products}`);
}

compareTables();
compareSaved();
await compareOnnx();
runKeras();
