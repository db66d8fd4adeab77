/** Reverse-mode differentiation: Linnainmaa 1970, Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3. */
import { checkBoolean, checkOptions } from './arguments.js';
import { describe, isObject } from './describe.js';
import { isFloat } from './dtype.js';
import { formatShape, NablaError } from './errors.js';
import { add, multiply } from './ops.js';
import { register, scope } from './scope.js';
import { sameShape } from './shape.js';
import { type Recorded, record, release, Tape, tapes, withTapes } from './tape.js';
import { fill, isTensor, keptZeros, type Tensor } from './tensor.js';

/** Tensors, or arrays and plain objects of them at any depth: what a function is differentiated by. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };

/** Options of `valueAndGrad` and `grad`. */
export interface GradOptions {
  /**
   * False: operations that have a kernel of their own for several steps (dense with its activation, cross-entropy of
   * labels) are composed of plain ones, which can be differentiated twice. Default true.
   */
  readonly fused?: boolean;
}

/** What `valueAndGrad` gives. All tensors belong to the caller, or to the enclosing scope. */
export interface ValueAndGrad<P extends Tree, A> {
  /** [] */
  readonly value: Tensor;
  /** dValue/dParameter, in the form of the parameters; zeros where the value does not depend on one. */
  readonly gradients: P;
  /** What the function returned beside its value. */
  readonly aux: A;
}

type Differentiable<P, A> = (parameters: P) => Tensor | readonly [value: Tensor, aux: A];

/**
 * The value [] of `f(parameters)` and its gradients. `f` returns a float tensor of shape [], or `[value, aux]`; it
 * computes it by nabla's operations and is called once. Parameters that are not in `parameters` are constants.
 *
 * Tensors that `f` makes are released as in `scope`; what the derivatives need of them is held, and let go as soon as
 * they have run. `f` may itself call `valueAndGrad`.
 *
 * Throws a NablaError of code `argument` where f returns anything else (a promise above all), reads elements on the
 * host, or changes in place what a derivative needs; `dtype` for parameters that are no floats.
 */
export function valueAndGrad<P extends Tree, A = undefined>(
  f: Differentiable<P, A>,
  parameters: P,
  options: GradOptions = {},
): ValueAndGrad<P, A> {
  checkOptions('valueAndGrad', options, ['fused'], '{ fused: false }');
  const fused = checkBoolean('valueAndGrad fused', options.fused ?? true);
  if (typeof f !== 'function') {
    throw new NablaError('argument', `valueAndGrad: expected a function of the parameters. Received ${describe(f)}.`);
  }
  const leaves = leavesOf(parameters);
  const tape = new Tape(fused);
  for (const leaf of leaves) tape.watch(leaf);
  try {
    return scope(() => {
      const returned = withTapes([...tapes(), tape], () => scope(() => f(parameters)));
      const [value, aux] = (Array.isArray(returned) ? returned : [returned]) as [Tensor, A];
      checkValue(value);
      const gradients = gradientsOf(tape, value, leaves);
      return { value, gradients: rebuilt(parameters, gradients), aux };
    });
  } finally {
    tape.dispose();
  }
}

/** The function that returns the gradients of `f` alone, in the form of its parameters: see `valueAndGrad`. */
export function grad<P extends Tree>(f: Differentiable<P, unknown>, options: GradOptions = {}): (parameters: P) => P {
  return (parameters) => scope(() => valueAndGrad(f, parameters, options).gradients);
}

/** Every tensor of the tree, in the order of its arrays and keys. */
function leavesOf(tree: Tree): Tensor[] {
  if (isTensor(tree)) {
    if (isFloat(tree.dtype) && tree.layout === 'dense') return [tree];
    const what = tree.layout === 'csr' ? 'a CSR tensor' : tree.dtype;
    throw new NablaError('dtype', `valueAndGrad: parameters must be dense floats. Received ${what}.`);
  }
  if (Array.isArray(tree) || isObject(tree)) return Object.values(tree as Record<string, Tree>).flatMap(leavesOf);
  throw new NablaError(
    'argument',
    `valueAndGrad: expected parameters, a tensor or arrays and objects of them. Received ${describe(tree)}.`,
  );
}

/** The tree with other tensors in its places, taken from the front of the list. */
function rebuilt<P extends Tree>(tree: P, tensors: Tensor[]): P {
  if (isTensor(tree)) return tensors.shift() as P;
  if (Array.isArray(tree)) return tree.map((part) => rebuilt(part, tensors)) as unknown as P;
  return Object.fromEntries(Object.entries(tree).map(([name, part]) => [name, rebuilt(part, tensors)])) as P;
}

function checkValue(value: Tensor): void {
  if (!isTensor(value)) {
    throw new NablaError(
      'argument',
      `valueAndGrad: the function must return a tensor, or [tensor, aux]. Received ${describe(value)}.`,
    );
  }
  if (value.shape.length !== 0 || !isFloat(value.dtype)) {
    throw new NablaError(
      'shape',
      'valueAndGrad: the function must return one float of shape []. ' +
        `Received ${value.dtype} ${formatShape(value.shape)}; use sum() or mean().`,
    );
  }
}

/** Walks the tape backwards. Each gradient is summed over the uses of its tensor, the last use first. */
function gradientsOf(tape: Tape, value: Tensor, leaves: readonly Tensor[]): Tensor[] {
  // Held by hand, not by a scope: they are let go as soon as they have been used.
  const sums = new Map<object, Tensor>();
  try {
    if (tape.tracks(value))
      sums.set(
        value.identity,
        scope(() => fill(value.backend, [], 1, value.dtype).hold()),
      );
    for (let last = tape.pop(); last !== undefined; last = tape.pop()) {
      try {
        const dY = sums.get(last.output);
        if (dY !== undefined) stepBack(last as unknown as Recorded<Tensor>, dY, sums);
      } finally {
        release(last);
      }
    }
    return leaves.map((leaf) => {
      const sum = sums.get(leaf.identity);
      const own = sum === undefined ? keptZeros(leaf) : copyIfShared(sum);
      register(own);
      return own;
    });
  } finally {
    for (const sum of sums.values()) sum.dispose();
  }
}

/** A gradient never shares its elements: whoever gets it may change it in place. */
function copyIfShared(sum: Tensor): Tensor {
  return scope(() => (sum.isShared ? multiply(sum, 1) : sum).hold());
}

function stepBack(last: Recorded<Tensor>, dY: Tensor, sums: Map<object, Tensor>): void {
  const { op, inputs, needs, output, saved, versions, vjp } = last;
  if (saved.some((tensor, i) => tensor?.version !== versions[i])) {
    throw new NablaError(
      'argument',
      `${op}: an operand was changed in place before its derivative was computed; step optimizers after valueAndGrad.`,
    );
  }
  scope(() => {
    for (const [i, gradient] of vjp(dY, saved, needs).entries()) {
      const input = inputs[i];
      if (input === undefined || needs[i] !== true || gradient === undefined) continue;
      checkGradient(op, gradient, input);
      const present = sums.get(input.identity);
      sums.set(input.identity, (present === undefined ? gradient : add(present, gradient)).hold());
      present?.dispose();
    }
  });
  sums.delete(output);
  dY.dispose();
}

function checkGradient(op: string, gradient: Tensor, input: Tensor): void {
  if (isTensor(gradient) && gradient.dtype === input.dtype && sameShape(gradient.shape, input.shape)) return;
  const received = isTensor(gradient) ? `${gradient.dtype} ${formatShape(gradient.shape)}` : describe(gradient);
  throw new NablaError(
    'shape',
    `${op}: the derivative must give a ${input.dtype} tensor of shape ${formatShape(input.shape)}. Received ${received}.`,
  );
}

/** What the forward function of `customVjp` returns. */
export interface Differentiated {
  readonly output: Tensor;
  /** What the derivative needs: inputs, the output, or tensors made on the way. They are held until it has run. */
  readonly saved: readonly Tensor[];
}

/**
 * An operation with a derivative of its own: for kernels that do several steps at once. `forward` runs unrecorded;
 * `vjp(dY, saved, needs)` returns the gradient of each input, from dY, that of the output, or undefined where the input
 * is not in `needs`.
 *
 * It has no second derivative: differentiating through `vjp` throws a NablaError of code `argument`, which names the
 * option `{ fused: false }` of `valueAndGrad`.
 */
export function customVjp(
  op: string,
  inputs: readonly Tensor[],
  forward: () => Differentiated,
  vjp: (dY: Tensor, saved: readonly Tensor[], needs: readonly boolean[]) => readonly (Tensor | undefined)[],
): Tensor {
  return scope(() => {
    const { output, saved } = withTapes([], forward);
    return record(
      op,
      inputs,
      output,
      () => saved,
      (dY, held, needs) => {
        if (tapes().some((tape) => [dY, ...inputs].some((tensor) => tape.tracks(tensor)))) {
          throw new NablaError(
            'argument',
            `${op}: a fused kernel has no second derivative; pass { fused: false } to the outer valueAndGrad or grad.`,
          );
        }
        return withTapes([], () => vjp(dY, held as readonly Tensor[], needs));
      },
    );
  });
}
