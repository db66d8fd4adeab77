/** Tokens, positions, and what is made of whole sequences. */
import type { Shape } from '@nablajs/core';
import { pow } from '@nablajs/core/math';
import { callFunction } from './functions.js';
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { int, type NodeWriter } from './node-writer.js';

/** The largest wavelength, divided by 2 pi. */
const BASE = 10_000;

/** Whether each element of a mask is there: a bool. */
export const isThere = (body: NodeWriter, mask: string): string => body.cast(mask, 'bool');

/** Sets what is in padded places of [n, time, width] to 0; `there` is a bool [n, time]. */
export const withoutPadding = (body: NodeWriter, x: string, there: string): string =>
  body.add('Where', [body.unsqueeze(there, [2]), x, body.number(0)]);

/** Of the network's dtype, [time, half]. */
export function waves(body: NodeWriter, time: string, half: number): readonly [sines: string, cosines: string] {
  const frequencies = Array.from({ length: half }, (_, at) => pow(BASE, -at / half));
  const positions = body.cast(body.add('Range', [body.integers(0), time, body.integers(1)]), 'float64');
  const angles = body.add('Mul', [body.unsqueeze(positions, [1]), body.floats(frequencies, [1, half], 'float64')]);
  const wave = (type: string): string => body.cast(body.add(type, [angles]), body.dtype);
  return [wave('Sin'), wave('Cos')];
}

/** Returns the vectors of tokens, 0 at padding, and whether each token counts, if there is padding. */
function vectors(body: NodeWriter, tokens: string, weight: string, padding: number | undefined) {
  const all = body.add('Gather', [weight, tokens]);
  if (padding === undefined) return { all, there: undefined };
  const there = body.add('Not', [body.add('Equal', [tokens, body.integers(padding, 'int32')])]);
  return { all: body.add('Where', [body.unsqueeze(there, [-1]), all, body.number(0)]), there };
}

const paddingOf = ({ config }: LayerExport): number | undefined => config['paddingIndex'] as number | undefined;

/** Pools over time with a mask, as a function. */
const pooled =
  (plain: (layer: LayerExport, x: string) => string, body: (body: NodeWriter, x: string, there: string) => string) =>
  (layer: LayerExport, x: Value | undefined, mask: Value | undefined): Value => {
    const name = layer.last(x as Value);
    if (mask === undefined) return layer.value(plain(layer, name));
    const inputs = [name, layer.last(mask)];
    return layer.value(
      callFunction(layer, inputs, (writer, [own = '', m = '']) => body(writer, own, isThere(writer, m))),
    );
  };

/** At least 1: [n, 1]. */
function countOf(body: NodeWriter, there: string): string {
  const count = body.reduce('ReduceSum', body.cast(there, body.dtype), [1]);
  return body.add('Max', [count, body.number(1)]);
}

export const SEQUENCES: ExportTable = {
  Embedding: (layer, tokens) => {
    const input = layer.last(tokens as Value);
    const padding = paddingOf(layer);
    if (padding === undefined) return layer.value(layer.add('Gather', [layer.parameter('weight'), input]));
    return layer.value(
      callFunction(
        layer,
        [input],
        (body, [own = ''], parameter) => vectors(body, own, parameter('weight'), padding).all,
      ),
    );
  },
  EmbeddingBag: (layer, tokens) =>
    layer.value(
      callFunction(layer, [layer.last(tokens as Value)], (body, [own = ''], parameter) => {
        const { all, there } = vectors(body, own, parameter('weight'), paddingOf(layer));
        const total = body.reduce('ReduceSum', all, [1], false);
        if (layer.config['mode'] === 'sum') return total;
        const whole = () => body.add('Max', [body.cast(body.length(own, 1), body.dtype), body.number(1)]);
        return body.add('Div', [total, there === undefined ? whole() : countOf(body, there)]);
      }),
    ),
  PaddingMask: (layer, tokens) => {
    const mask = callFunction(layer, [layer.last(tokens as Value)], (body, [own = '']) => {
      const padding = body.integers(paddingOf(layer) as number, 'int32');
      return body.cast(body.add('Not', [body.add('Equal', [own, padding])]), 'int32');
    });
    return layer.value(mask, 'last', layer.shape, 'int32');
  },
  PositionEmbedding: (layer, x) => {
    const { writer } = layer;
    const name = layer.last(x as Value);
    const [time] = (x as Value).shape as Shape;
    const end = Number.isNaN(time)
      ? writer.add('Slice', [writer.add('Shape', [name]), writer.integers([1]), writer.integers([2])])
      : writer.integers([time as number]);
    const positions = layer.add('Slice', [layer.parameter('weight'), writer.integers([0]), end]);
    return layer.value(layer.add('Add', [name, positions]));
  },
  SinePositionEncoding: (layer, x) =>
    layer.value(
      callFunction(layer, [layer.last(x as Value)], (body, [own = '']) => {
        const width = layer.shape.at(-1) as number;
        const both = waves(body, body.length(own, 1), width / 2).map((wave) => body.unsqueeze(wave, [2]));
        const pairs = body.add('Concat', both, { axis: int(2) });
        return body.add('Add', [own, body.reshape(pairs, [-1, width])]);
      }),
    ),
  MeanOverTime: pooled(
    ({ writer }, x) => {
      const count = writer.cast(writer.length(x, 1), writer.dtype);
      return writer.add('Div', [writer.reduce('ReduceSum', x, [1], false), count]);
    },
    (body, x, there) => {
      const total = body.reduce('ReduceSum', withoutPadding(body, x, there), [1], false);
      return body.add('Div', [total, countOf(body, there)]);
    },
  ),
  MaxOverTime: pooled(
    ({ writer }, x) => writer.reduce('ReduceMax', x, [1], false),
    (body, x, there) => {
      const least = body.number(Number.NEGATIVE_INFINITY);
      const largest = body.reduce('ReduceMax', body.add('Where', [body.unsqueeze(there, [2]), x, least]), [1], false);
      const any = body.reduce('ReduceMax', body.cast(there, body.dtype), [1]);
      return body.add('Where', [isThere(body, any), largest, body.number(0)]);
    },
  ),
};
