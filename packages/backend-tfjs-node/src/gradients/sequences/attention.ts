/** Attention, the blocks of transformers, and a GPT. */
import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../activations.js';
import { type LayerCall, option } from '../layer-call.js';
import { type Masked, masked } from './masks.js';

/** Divides [n, time, heads size] into [n, heads, time, size]. */
function headsOf(x: tf.Tensor, size: number): tf.Tensor {
  const [n, time, width] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [n, time, width / size, size]), [0, 2, 1, 3]);
}

/** Repeats each of the key heads for the query heads that share it. */
function repeated(x: tf.Tensor, heads: number): tf.Tensor {
  const [n, own, time, size] = x.shape as [number, number, number, number];
  const copies = Array.from({ length: heads / own }, () => x);
  return tf.reshape(tf.stack(copies, 2), [n, heads, time, size]);
}

/** Turns pairs of elements, one of each half, by angles that grow with the position. */
function rotated(x: tf.Tensor): tf.Tensor {
  const [time, size] = x.shape.slice(-2) as [number, number];
  const waves = (wave: (angle: number) => number): tf.Tensor =>
    tf.tensor2d(
      Array.from({ length: time }, (_, position) =>
        Array.from({ length: size / 2 }, (_, at) => wave(position / 10_000 ** ((2 * at) / size))),
      ),
    );
  const [a, b] = tf.split(x, 2, -1) as [tf.Tensor, tf.Tensor];
  const [sine, cosine] = [waves(Math.sin), waves(Math.cos)];
  return tf.concat([tf.sub(tf.mul(a, cosine), tf.mul(b, sine)), tf.add(tf.mul(b, cosine), tf.mul(a, sine))], -1);
}

/** Returns 1 where a query sees a key, else 0, in a shape that broadcasts to [n, heads, queries, keys]. */
function seenBy(queries: number, keys: number, isCausal: boolean, mask: Masked['mask']): tf.Tensor {
  const ones = tf.ones([queries, keys]) as tf.Tensor2D;
  const past = isCausal ? tf.linalg.bandPart(ones, -1, 0) : ones;
  return mask === undefined ? past : tf.mul(past, tf.reshape(mask, [mask.shape[0], 1, 1, keys]));
}

export function attention(call: LayerCall): tf.Tensor {
  const { inputs, config, child } = call;
  const [heads, keyHeads] = [option(call, 'heads'), option(call, 'keyHeads')];
  const [own, other] = masked(inputs) as [Masked, Masked | undefined];
  const asked = other ?? own;
  const size = (own.x.shape[2] as number) / heads;
  const [q] = tf.split(child('input', own.x), [heads * size, 2 * keyHeads * size], 2) as [tf.Tensor];
  const sizes = [heads * size, keyHeads * size, keyHeads * size];
  const [, k, v] = tf.split(child('input', asked.x), sizes, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const turn = config['rotary'] === true ? rotated : (x: tf.Tensor): tf.Tensor => x;
  const [queries, keys] = [turn(headsOf(q, size)), turn(repeated(headsOf(k, size), heads))];
  const seen = seenBy(own.x.shape[1], asked.x.shape[1], config['causal'] === true, asked.mask);
  const scores = tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(size));
  const weights = child('dropout', tf.softmax(tf.add(scores, tf.mul(tf.sub(seen, 1), 1e9))));
  const answers = tf.mul(tf.matMul(weights, repeated(headsOf(v, size), heads)), tf.max(seen, -1, true));
  return child('output', tf.reshape(tf.transpose(answers, [0, 2, 1, 3]), own.x.shape));
}

function activated(hidden: tf.Tensor, call: LayerCall): tf.Tensor {
  const { activation } = call.config;
  if (activation === 'relu') return tf.relu(hidden);
  if (activation === 'gelu') return gelu({ ...call, x: hidden, config: { type: 'GELU' } });
  const [gate, value] = tf.split(hidden, 2, -1) as [tf.Tensor, tf.Tensor];
  return tf.mul(tf.mul(gate, tf.sigmoid(gate)), value);
}

/** Adds parts to their input, each with its own norm before it or behind it; the last one has the linear layers. */
function block(call: LayerCall, attentions: readonly ((x: tf.Tensor) => tf.Tensor)[]): tf.Tensor {
  const { config, child } = call;
  const feedForward = (x: tf.Tensor): tf.Tensor =>
    child('linear2', child('dropout', activated(child('linear1', x), call)));
  return [...attentions, feedForward].reduce((x, part, at) => {
    const [norm, drop] = [`norm${at + 1}`, `dropout${at + 1}`];
    if (config['normFirst'] === true) return tf.add(x, child(drop, part(child(norm, x))));
    return child(norm, tf.add(x, child(drop, part(x))));
  }, call.x);
}

export const encoderLayer = (call: LayerCall): tf.Tensor =>
  block(call, [(x) => call.child('selfAttention', x, ...call.inputs.slice(1))]);

export function decoderLayer(call: LayerCall): tf.Tensor {
  const { inputs, child } = call;
  const memoryAt = inputs.findLastIndex(({ rank }) => rank === 3);
  return block(call, [
    (x) => child('selfAttention', x, ...inputs.slice(1, memoryAt)),
    (x) => child('crossAttention', x, ...inputs.slice(memoryAt)),
  ]);
}

export function gpt({ x: tokens, config, child }: LayerCall): tf.Tensor {
  const blocks = Array.from({ length: config['blocks'] as number }, (_, at) => `block${at}`);
  const embedded = child('dropout', child('positions', child('tokens', tokens)));
  const y = child(
    'norm',
    blocks.reduce((x, name) => child(name, x), embedded),
  );
  if (config['tied'] !== true) return child('head', y);
  const [n, time, width] = y.shape as [number, number, number];
  const vocabulary = config['vocabulary'] as number;
  const vectors = child('tokens', tf.range(0, vocabulary, 1, 'int32'));
  return tf.reshape(tf.matMul(tf.reshape(y, [n * time, width]), vectors, false, true), [n, time, vocabulary]);
}
