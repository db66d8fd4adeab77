/** What runs networks: this library and ONNX Runtime. */
import { upload } from '@nablajs/core';
import { npmRequire } from '../keras/peers.mjs';

const TYPED = {
  float32: (data) => Float32Array.from(data),
  int32: (data) => Int32Array.from(data),
  int64: (data) => BigInt64Array.from(data, BigInt),
};
const VERSION = '1.30.0';

/** Runs a network here, and returns its output. */
export function networkRunner(network, inputs) {
  const given = inputs.map((input) => upload(network.backend, input));
  return async () => {
    const output = network.forward(...given);
    const data = await output.data();
    output.dispose();
    return data;
  };
}

/** Runs a file of a network in ONNX Runtime. */
export async function peerRunner(peer, { bytes, inputs }, threads) {
  const ort = npmRequire(`${peer}@${VERSION}`)(peer);
  if (peer === 'onnxruntime-web') ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(bytes, {
    ...{ intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' },
    ...(peer === 'onnxruntime-web' && { executionProviders: ['wasm'] }),
  });
  const feeds = Object.fromEntries(
    session.inputMetadata.map(({ name, type }, at) => {
      const { data, shape } = inputs[at];
      return [name, new ort.Tensor(type, TYPED[type](data), shape)];
    }),
  );
  return async () => Object.values(await session.run(feeds))[0].data;
}
