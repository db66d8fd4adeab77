/** A dense network as an ONNX model. */
import { parameterNames } from './network.mjs';
import { ELEMENT_TYPES, model, node } from './onnx-messages.mjs';

function nodes(layers) {
  return Array.from({ length: layers }, (_, index) => {
    const layer = index + 1;
    const last = layer === layers;
    const from = index === 0 ? 'x' : `a${index}`;
    const gemm = node('Gemm', [from, `w${layer}`, `b${layer}`], [last ? 'logits' : `z${layer}`]);
    return last ? [gemm] : [gemm, node('Relu', [`z${layer}`], [`a${layer}`])];
  }).flat();
}

/**
 * Returns the bytes of a model from `x` [rows, features] to `logits` [rows, classes].
 *
 * @param {Record<string, import('./files.mjs').Input>} inputs `x` and the parameters.
 */
export function onnxModel(workload, inputs) {
  const type = ELEMENT_TYPES[workload.dtype];
  const names = parameterNames(workload);
  return model({
    nodes: nodes(names.length / 2),
    parameters: names.map((name) => [name, type, inputs[name]]),
    inputs: [{ name: 'x', type, shape: ['rows', inputs.x.shape[1]] }],
    outputs: [{ name: 'logits', type, shape: ['rows', inputs[names.at(-1)].shape[0]] }],
  });
}
