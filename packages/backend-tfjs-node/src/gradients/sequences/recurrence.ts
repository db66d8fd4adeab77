/** Recurrent layers, step by step; the LSTM by TensorFlow's own cell. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from '../layer-call.js';
import { masked } from './masks.js';

/** Returns the next states, the output first, from an element [n, width] and the states before it. */
type Step = (x: tf.Tensor2D, states: readonly tf.Tensor2D[]) => readonly tf.Tensor2D[];

/** Walks along a sequence, from its end if the config says `backward`. Padding leaves the states as they are. */
function walk({ inputs, config }: LayerCall, states: number, step: Step): tf.Tensor {
  const isBackward = config['backward'] === true;
  const [{ x, mask }] = masked(inputs) as [ReturnType<typeof masked>[0]];
  const elements = tf.unstack(x, 1) as tf.Tensor2D[];
  const places = mask === undefined ? undefined : (tf.split(mask, elements.length, 1) as tf.Tensor2D[]);
  let own: readonly tf.Tensor2D[] = Array.from({ length: states }, () =>
    tf.zeros([x.shape[0], config['units'] as number]),
  );
  const outputs: tf.Tensor[] = [];
  const order = [...elements.keys()];
  for (const at of isBackward ? order.toReversed() : order) {
    const next = step(elements[at] as tf.Tensor2D, own);
    const here = places?.[at];
    const before = own;
    own = next.map((state, index): tf.Tensor2D => {
      if (here === undefined) return state;
      return tf.add(tf.mul(here, state), tf.mul(tf.sub(1, here), before[index] as tf.Tensor2D));
    });
    outputs[at] = here === undefined ? (own[0] as tf.Tensor2D) : tf.mul(here, own[0] as tf.Tensor2D);
  }
  return config['returnSequences'] === true ? tf.stack(outputs, 1) : (own[0] as tf.Tensor2D);
}

const product = (x: tf.Tensor, weight: tf.Tensor | undefined): tf.Tensor => tf.matMul(x, weight as tf.Tensor);

const biased = (x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias === undefined ? x : tf.add(x, bias));

export function simpleRNN(call: LayerCall): tf.Tensor {
  const { weight, recurrentWeight, bias } = call.parameters;
  return walk(call, 1, (x, [h]) => [
    tf.tanh(biased(tf.add(product(x, weight), product(h as tf.Tensor, recurrentWeight)), bias)) as tf.Tensor2D,
  ]);
}

/** TensorFlow's cell has one kernel for x and h, and the parts in the order i, g, f, o. */
export function lstm(call: LayerCall): tf.Tensor {
  const { weight, recurrentWeight, bias } = call.parameters;
  const units = option(call, 'units');
  const ordered = (columns: tf.Tensor): tf.Tensor => {
    const [i, f, g, o] = tf.split(columns, 4, -1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return tf.concat([i, g, f, o], -1);
  };
  const kernel = ordered(tf.concat([weight as tf.Tensor2D, recurrentWeight as tf.Tensor2D], 0)) as tf.Tensor2D;
  const offset = (bias === undefined ? tf.zeros([4 * units]) : ordered(bias)) as tf.Tensor1D;
  const noForgetBias = tf.scalar(0);
  return walk(call, 2, (x, [h, c]) => {
    const [cell, output] = tf.basicLSTMCell(noForgetBias, kernel, offset, x, c as tf.Tensor2D, h as tf.Tensor2D);
    return [output, cell];
  });
}

export function gru(call: LayerCall): tf.Tensor {
  const { weight, recurrentWeight, bias, recurrentBias } = call.parameters;
  const parts = (x: tf.Tensor) => tf.split(x, 3, -1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [ofReset, ofUpdate, ofNew] = parts(recurrentWeight as tf.Tensor);
  return walk(call, 1, (x, [before]) => {
    const h = before as tf.Tensor2D;
    const [xr, xz, xn] = parts(biased(product(x, weight), bias));
    const reset = tf.sigmoid(tf.add(xr, product(h, ofReset)));
    const update = tf.sigmoid(tf.add(xz, product(h, ofUpdate)));
    const told =
      call.config['resetAfter'] === true
        ? tf.mul(reset, biased(product(h, ofNew), recurrentBias))
        : product(tf.mul(reset, h), ofNew);
    const candidate = tf.tanh(tf.add(xn, told));
    return [tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate)) as tf.Tensor2D];
  });
}

export const bidirectional = ({ inputs, child }: LayerCall): tf.Tensor =>
  tf.concat([child('forward', ...inputs), child('backward', ...inputs)], -1);
