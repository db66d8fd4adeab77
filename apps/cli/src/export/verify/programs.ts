/**
 * Programs that run an exported file with its library. Each gets a folder and the path of the file. It reads the inputs
 * that `inputs.json` lists, and writes the outputs beside them with an `outputs.json`.
 */

/** Begins every Python program. */
const PYTHON = `
import json, os, sys
import numpy as np
folder, path = sys.argv[1:3]
def read_inputs():
    with open(os.path.join(folder, 'inputs.json'), encoding='utf8') as file:
        listed = json.load(file)
    arrays = [np.fromfile(os.path.join(folder, one['file']), one['type']).reshape(one['shape']) for one in listed]
    return [one['name'] for one in listed], arrays
def write_outputs(arrays):
    listed = []
    for at, array in enumerate(arrays):
        array = np.ascontiguousarray(array)
        array.astype('float64').tofile(os.path.join(folder, f'output-{at}.bin'))
        listed.append({'file': f'output-{at}.bin', 'shape': list(array.shape)})
    with open(os.path.join(folder, 'outputs.json'), 'w', encoding='utf8') as file:
        json.dump(listed, file)
names, inputs = read_inputs()
`;

export const ONNX_IN_PYTHON: string = `${PYTHON}
import onnxruntime
session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
write_outputs(session.run(None, dict(zip(names, inputs))))
`;

/** Keras computes with whichever library is there. */
export const KERAS_IN_PYTHON: string = `
import importlib.util, os
if not os.environ.get('KERAS_BACKEND'):
    found = [name for name in ('tensorflow', 'torch', 'jax') if importlib.util.find_spec(name)]
    os.environ['KERAS_BACKEND'] = found[0] if found else 'tensorflow'
${PYTHON}
import keras
model = keras.saving.load_model(path, compile=False)
outputs = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
listed = list(outputs.values()) if isinstance(outputs, dict) else outputs
write_outputs([keras.ops.convert_to_numpy(one) for one in (listed if isinstance(listed, (list, tuple)) else [listed])])
`;

/** Loads the network that the generated `model.py` beside the weights defines. */
export const TORCH_IN_PYTHON: string = `${PYTHON}
import importlib.util, torch
spec = importlib.util.spec_from_file_location('exported_model', os.path.join(os.path.dirname(path), 'model.py'))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
model = module.load(path).eval()
with torch.no_grad():
    outputs = model(*[torch.from_numpy(one) for one in inputs])
write_outputs([one.numpy() for one in (outputs if isinstance(outputs, (list, tuple)) else [outputs])])
`;

/** Begins every Node program; `base` is where the library is found from. */
const NODE = `
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
const [folder, path, base] = process.argv.slice(1);
const require = createRequire(base);
const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int8: Int8Array, int16: Int16Array, int32: Int32Array,
  int64: BigInt64Array, uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array,
  bool: Uint8Array,
};
const inputs = JSON.parse(readFileSync(join(folder, 'inputs.json'), 'utf8')).map(({ name, type, shape, file }) => {
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  return { name, type, shape, data: new ARRAYS[type](bytes.buffer) };
});
const writeOutputs = (arrays) => {
  const listed = arrays.map(({ shape, data }, at) => {
    const file = \`output-\${at}.bin\`;
    writeFileSync(join(folder, file), new Uint8Array(Float64Array.from(data, Number).buffer));
    return { file, shape };
  });
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify(listed));
};
`;

export const ONNX_IN_NODE: string = `${NODE}
const ort = require('onnxruntime-node');
const session = await ort.InferenceSession.create(path);
const feeds = inputs.map(({ name, type, shape, data }) => [name, new ort.Tensor(type, data, shape)]);
const outputs = await session.run(Object.fromEntries(feeds));
writeOutputs(session.outputNames.map((name) => ({ shape: outputs[name].dims, data: outputs[name].data })));
`;

export const TFJS_IN_NODE: string = `${NODE}
const tf = require('@tensorflow/tfjs');
await tf.setBackend('cpu');
const { modelTopology, weightsManifest, format } = JSON.parse(readFileSync(path, 'utf8'));
const parts = weightsManifest.flatMap(({ paths }) => paths).map((name) => readFileSync(join(dirname(path), name)));
const all = new Uint8Array(Buffer.concat(parts));
const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
const model = await tf.loadLayersModel({
  load: async () => ({ modelTopology, weightSpecs, weightData: all.buffer, format }),
});
const tensors = inputs.map(({ type, shape, data }) =>
  type.startsWith('float')
    ? tf.tensor(Float32Array.from(data), shape, 'float32')
    : tf.tensor(Int32Array.from(data, Number), shape, 'int32'),
);
const outputs = [model.predict(tensors.length === 1 ? tensors[0] : tensors)].flat();
writeOutputs(outputs.map((one) => ({ shape: one.shape, data: one.dataSync() })));
`;
