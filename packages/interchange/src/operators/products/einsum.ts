/** Einstein's sums: pairs of operands as matrix products. */
import { gather, matmul, multiply, permute, type Shape, sizeOf, sum, type Tensor } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import { byFloats, type Compute } from '../elementwise/align.js';
import { expanded } from '../movement/moving.js';
import type { OperatorTable } from '../operator.js';
import { device, type Value } from '../values.js';

/** A tensor whose axes have letters, or numbers for those of an ellipsis. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/** The labels of an operand; an ellipsis stands for the axes that no letter names, counted from the last one. */
function labelsOf(node: NodeInfo, term: string, rank: number): string[] {
  const letters = term.replaceAll(' ', '');
  const named = letters.replace('...', '').length;
  if (!/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(letters) || named > rank || (named < rank && !letters.includes('...'))) {
    throw node.error(`expected labels for ${rank} axes. Received '${term}'`);
  }
  const open = Array.from({ length: rank - named }, (_, at) => `.${rank - named - at}`);
  const [before = '', after = ''] = letters.split('...');
  return [...before, ...open, ...after];
}

/** Takes the diagonal where a letter occurs twice. */
function withoutRepeats({ x, labels }: Labelled): Labelled {
  const at = labels.findIndex((label, axis) => labels.indexOf(label) !== axis);
  if (at < 0) return { x, labels };
  const first = labels.indexOf(labels[at] as string);
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== at && axis !== first);
  const n = x.shape[first] as number;
  const rest = others.map((axis) => x.shape[axis] as number);
  const lines = permute(x, [first, at, ...others]).reshape([n * n, ...rest]);
  const diagonal = gather(
    lines,
    Int32Array.from({ length: n }, (_, i) => i * (n + 1)),
  );
  const kept = others.map((axis) => labels[axis] as string);
  return withoutRepeats({ x: diagonal, labels: [labels[first] as string, ...kept] });
}

/** Sums over the axes whose labels `keep` does not have. */
function summed({ x, labels }: Labelled, keep: ReadonlySet<string>): Labelled {
  const axes = labels.map((_, axis) => axis).filter((axis) => !keep.has(labels[axis] as string));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, { axis: axes }), labels: labels.filter((label) => keep.has(label)) };
}

/** Puts axes in the order of labels; those that are missing have a length of 1. */
function ordered({ x, labels }: Labelled, wanted: readonly string[]): Tensor {
  const present = wanted.filter((label) => labels.includes(label));
  const axes = present.map((label) => labels.indexOf(label));
  const moved = axes.every((axis, at) => axis === at) ? x : permute(x, axes);
  return moved.reshape(
    wanted.map((label) => (labels.includes(label) ? (x.shape[labels.indexOf(label)] as number) : 1)),
  );
}

/** One operand after the other: batch labels first, then those of one operand, and those that are summed. */
function product(a: Labelled, b: Labelled, keep: ReadonlySet<string>): Labelled {
  const left = summed(a, new Set([...keep, ...b.labels]));
  const right = summed(b, new Set([...keep, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const contracted = shared.filter((label) => !keep.has(label));
  const batch = shared.filter((label) => keep.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...columns];
  if (contracted.length === 0) return { x: multiply(ordered(left, labels), ordered(right, labels)), labels };
  const x = ordered(left, [...batch, ...rows, ...contracted]);
  const y = ordered(right, [...batch, ...contracted, ...columns]);
  const [n, m] = [batch.length, rows.length];
  const inner = sizeOf(x.shape.slice(n + m));
  const matrices = matmul(
    widened(x, y, n).reshape([-1, sizeOf(x.shape.slice(n, n + m)), inner]),
    widened(y, x, n).reshape([-1, inner, sizeOf(y.shape.slice(n + contracted.length))]),
  );
  const batches = batchShape(x.shape, y.shape, n);
  return {
    x: matrices.reshape([...batches, ...x.shape.slice(n, n + m), ...y.shape.slice(n + contracted.length)]),
    labels,
  };
}

const batchShape = (a: Shape, b: Shape, n: number): number[] =>
  a.slice(0, n).map((size, axis) => (size === 1 ? (b[axis] as number) : size));

/** Axes of an ellipsis may broadcast. */
const widened = (x: Tensor, other: Tensor, n: number): Tensor => {
  const shape = [...batchShape(x.shape, other.shape, n), ...x.shape.slice(n)];
  return sizeOf(shape) === x.size ? x : expanded(x, shape);
};

/** Without an arrow: the ellipsis, and the letters that occur once, in alphabetical order. */
function outputOf(inputs: readonly (readonly string[])[]): string[] {
  const all = inputs.flat();
  const open = [...new Set(all.filter((label) => label.startsWith('.')))].sort(
    (a, b) => Number(b.slice(1)) - Number(a.slice(1)),
  );
  const once = all.filter((label) => !label.startsWith('.') && all.indexOf(label) === all.lastIndexOf(label));
  return [...open, ...once.sort()];
}

function einsum(node: NodeInfo, equation: string, tensors: readonly Tensor[]): Tensor {
  const [left = '', right] = equation.split('->');
  const terms = left.split(',');
  if (terms.length !== tensors.length) throw node.error(`'${equation}' has ${terms.length} operands`);
  const labels = terms.map((term, at) => labelsOf(node, term, (tensors[at] as Tensor).shape.length));
  const open = new Set(labels.flat().filter((label) => label.startsWith('.')));
  const named = right === undefined ? 0 : right.replaceAll(' ', '').replace('...', '').length;
  const output =
    right === undefined ? outputOf(labels) : labelsOf(node, right, named + (right.includes('...') ? open.size : 0));
  const operands = labels.map((own, at) => withoutRepeats({ x: tensors[at] as Tensor, labels: own }));
  const [first, ...rest] = operands as [Labelled, ...Labelled[]];
  const made = rest.reduce((a, b, at) => {
    const later = rest.slice(at + 1).flatMap((operand) => operand.labels);
    return product(a, b, new Set([...output, ...later]));
  }, first);
  return ordered(summed(made, new Set(output)), output);
}

export const EINSUM: OperatorTable = {
  Einsum: (node) => {
    const equation = node.string('equation');
    return {
      device: (run, ...inputs) => {
        const compute: Compute = (...tensors) => einsum(node, equation, tensors as Tensor[]);
        return device(
          byFloats(
            run,
            inputs.map((x) => run.tensor(x)),
            compute,
          ),
          (inputs[0] as Value).type,
        );
      },
    };
  },
};
