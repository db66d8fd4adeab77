/**
 * Exports every module to ONNX, in float32 and float64, and again after it was imported, and compares what ONNX Runtime
 * makes of the files with our own outputs: see `onnx-export.py`. Needs the built packages, and Python 3 with venv and
 * PyPI, or a Python that has onnx and onnxruntime (NABLA_ONNX_PYTHON).
 *
 *   node packages/interchange/scripts/onnx-export.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-ts';
import { dense, listOf, Network, upload } from '@nablajs/core';
import { pythonWith } from '../../../scripts/peers/python-with.mjs';
import { exportOnnx, importOnnx } from '../dist/index.js';
import { exportCases } from './export-cases.mjs';

const PACKAGES = ['onnx==1.23.2', 'onnxruntime==1.32.0'];
const here = fileURLToPath(new URL('.', import.meta.url));

const bytesOf = ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Exports a network and reads it again. */
async function imported(backend, network) {
  const { model } = await exportOnnx(network);
  return importOnnx(backend, model, { dtype: network.dtype });
}

async function write(folder, backend, { name, module, inputShape, inputs, parameters }, dtype, isAgain) {
  const Floats = dtype === 'float64' ? Float64Array : Float32Array;
  const given = (array) => (array.data instanceof Int32Array ? array : dense(Floats.from(array.data), array.shape));
  const network = new Network(backend, module, { inputShape, dtype, seed: 3, ...(parameters && { parameters }) });
  // Some start as 0 or 1, which would hide mistakes.
  const values = await network.parameters.read();
  for (const [key, { data, shape }] of values) {
    values.set(
      key,
      dense(
        data.map((value, at) => value + 0.1 + 0.05 * ((at * 7) % 5)),
        shape,
      ),
    );
  }
  network.parameters.load(values);
  const tensors = inputs.map((input) => upload(backend, given(input)));
  const outputs = await Promise.all(
    listOf(network.forward(...tensors)).map(async (y) => dense(await y.data(), y.shape)),
  );
  const external = { location: 'model.data', least: 64 };
  const options = dtype === 'float64' ? { external } : {};
  const { model, data } = await exportOnnx(isAgain ? await imported(backend, network) : network, options);
  mkdirSync(folder);
  writeFileSync(join(folder, 'model.onnx'), model);
  if (data) writeFileSync(join(folder, 'model.data'), data);
  for (const [at, input] of inputs.entries()) writeFileSync(join(folder, `input${at}`), bytesOf(given(input)));
  for (const [at, output] of outputs.entries()) writeFileSync(join(folder, `output${at}`), bytesOf(output));
  const shapes = { inputs: inputs.map(({ shape }) => shape), outputs: outputs.map(({ shape }) => shape) };
  return { name: isAgain ? `${name} again` : name, dtype, folder, ...shapes };
}

/** Writes all models to a folder, and lets Python check them. */
async function check(python) {
  const root = mkdtempSync(join(tmpdir(), 'nabla-onnx-'));
  try {
    const backend = await createBackend();
    const list = [];
    for (const one of exportCases()) {
      for (const dtype of ['float32', 'float64']) {
        for (const isAgain of [false, true]) {
          list.push(await write(join(root, `${list.length}`), backend, one, dtype, isAgain));
        }
      }
    }
    writeFileSync(join(root, 'cases.json'), JSON.stringify(list));
    execFileSync(python, [join(here, 'onnx-export.py'), root], { stdio: 'inherit' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const python = pythonWith(PACKAGES, { variable: 'NABLA_ONNX_PYTHON', name: 'ONNX Runtime', folder: 'nabla-onnx' });
if (python !== undefined) await check(python);
