import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const ort = require('onnxruntime-node');
const web = require('onnxruntime-web');
const x = new ort.Tensor(
  'float32',
  Float32Array.from({ length: 256 * 64 }, (_, i) => Math.sin(i)),
  [256, 64],
);

async function run(intraOpNumThreads) {
  const session = await ort.InferenceSession.create('model.onnx', { intraOpNumThreads });
  const outputs = await session.run({ [session.inputNames[0]]: x });
  return Buffer.from(outputs[session.outputNames[0]].data.buffer);
}
const isEqual = (await run(1)).equals(await run(2));
const exported = [...new Set([...Object.keys(ort), ...Object.keys(web)])];
if (exported.some((name) => /train|gradient|optimizer/i.test(name))) throw new Error(`it exports ${exported}`);
const without = `it exports ${exported.filter((name) => /^[A-Z][a-z]/.test(name)).join(', ')}, and nothing to train or write`;

/** The output of a network in float64 for one number. */
async function compute(x) {
  const session = await ort.InferenceSession.create('float64.onnx');
  const outputs = await session.run({ [session.inputNames[0]]: new ort.Tensor('float64', [x], [1, 1]) });
  return outputs[session.outputNames[0]].data[0];
}
const keeps = (await compute(1)) !== (await compute(1 + 2 ** -40));

console.log(
  JSON.stringify({
    trains: ['No', without],
    gradients: ['No', without],
    float64: [keeps ? 'Yes' : 'No', 'a network in float64 gives another output for 1 + 2^-40 than for 1'],
    threads: [isEqual ? 'Yes, equal' : 'Yes, different', 'outputs of one network for 256 rows, on 1 and on 2 threads'],
    onnxIn: ['Yes', 'reads the file that nabla wrote'],
    onnxOut: ['No', without],
  }),
);
