/** ONNX Runtime, native or on WebAssembly: inference with models built from the weights. */
import { onnxGenerate } from './onnx-generate.mjs';
import { onnxModel } from './onnx-model.mjs';

/** Starts the library. */
export async function start(ort, options) {
  const one = { data: new Float32Array(1), shape: [1, 1] };
  const model = onnxModel({ dtype: 'float32', hidden: [] }, { x: one, w1: one, b1: { ...one, shape: [1] } });
  await (await ort.InferenceSession.create(model, options)).release();
}

/**
 * @param {object} ort
 * @param {object} options Options of the session.
 * @returns {import('./protocol.mjs').Peer['kinds']}
 */
export function onnxKinds(ort, options) {
  async function infer(workload, inputs) {
    const session = await ort.InferenceSession.create(onnxModel(workload, inputs), options);
    const feeds = { x: new ort.Tensor(workload.dtype, inputs.x.data, inputs.x.shape) };
    let logits;
    return {
      async execute() {
        logits?.dispose();
        ({ logits } = await session.run(feeds));
      },
      result: () => logits.getData(),
      sink: async () => (await logits.getData())[0],
      dispose: () => void session.release(),
    };
  }

  return { infer, generate: onnxGenerate(ort, options) };
}
