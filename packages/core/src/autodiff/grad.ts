/** Reverse-mode differentiation: Linnainmaa 1970, Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3. */

import { ones } from '../ops/fused/custom-vjp.js';
import { add, multiply } from '../ops/ops.js';
import { isFloat } from '../tensors/dtype.js';
import { isPlain, keep, register, scope, take } from '../tensors/scope.js';
import { sameShape } from '../tensors/shape.js';
import { type PartialGradient, type Recorded, release, Tape, tapes, versionOf, withTapes } from '../tensors/tape.js';
import { fill, isTensor, keptFill, type Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkOptions } from '../validation/arguments.js';
import { describe, isObject, unexpected, wrongReturn } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** The parameters of a function to differentiate: tensors, or arrays and plain objects of them at any depth. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };

/** The type of parameters: a `Tree`, or an interface of trees, which has no index signature. */
export type TreeOf<P> =
  | Tree
  | (object & {
      readonly [K in keyof P]: P[K] extends Tree ? P[K] : P[K] extends (...of: never) => unknown ? never : TreeOf<P[K]>;
    });

/** Options of `valueAndGrad` and `grad`. */
export interface GradOptions {
  /**
   * Whether to use fused kernels. Set it to false for second derivatives: fused kernels cannot be differentiated twice.
   * Default: true.
   */
  readonly fused?: boolean;
}

/** The result of `valueAndGrad`. The caller (or the enclosing scope) owns all tensors. */
export interface ValueAndGrad<P, A> {
  /** [] The value of the function. */
  readonly value: Tensor;
  /** `dValue/dParameter`, in the structure of the parameters; zeros if the value does not depend on one. */
  readonly gradients: P;
  /** What else the function returned. */
  readonly aux: A;
}

type Differentiable<P, A> = (parameters: P) => Tensor | readonly [value: Tensor, aux: A];

/**
 * Computes the value [] of `f(parameters)` and its gradients. `f` is called once, and returns a float tensor of shape
 * [], or `[value, aux]`. Other tensors than `parameters` are constants. A tensor at two places of `parameters` gets the
 * whole gradient at both.
 *
 * Tensors that `f` creates are released as in `scope`. `f` may itself call `valueAndGrad`.
 *
 * Throws NablaError `argument` if `f` does not return a tensor (but a promise, say), reads elements on the host, or
 * changes a parameter or an operand in place; `shape` if it does not return a float of shape []; `dtype` for parameters
 * that are not floats.
 *
 * @example
 * ```ts
 * const w = tensor(backend, [1, 2, 3]);
 * const { value, gradients } = valueAndGrad((v: Tensor) => sum(square(v)), w);
 * console.log(await value.item(), await gradients.data()); // 14, [2, 4, 6]
 * ```
 */
export function valueAndGrad<P extends TreeOf<P>, A = undefined>(
  f: Differentiable<P, A>,
  parameters: P,
  options: GradOptions = {},
): ValueAndGrad<P, A> {
  return differentiate('valueAndGrad', f, parameters, options);
}

/**
 * Returns a function that computes only the gradients of `f`, in the structure of its parameters. See `valueAndGrad`.
 *
 * @example
 * ```ts
 * const gradient = grad((v: Tensor) => sum(square(v)))(tensor(backend, [1, 2, 3]));
 * ```
 */
export function grad<P extends TreeOf<P>>(
  f: Differentiable<P, unknown>,
  options: GradOptions = {},
): (parameters: P) => P {
  checkArguments('grad', f, options);
  return (parameters) => scope(() => differentiate('grad', f, parameters, options).gradients);
}

function checkArguments(op: string, f: unknown, options: GradOptions): void {
  checkOptions(op, options, ['fused'], '{ fused: false }');
  checkBoolean(`${op} fused`, options.fused ?? true);
  if (typeof f === 'function') return;
  throw unexpected(op, 'a function of the parameters', f);
}

function differentiate<P, A>(
  op: string,
  f: Differentiable<P, A>,
  parameters: P,
  options: GradOptions,
): ValueAndGrad<P, A> {
  checkArguments(op, f, options);
  const leaves = leavesOf(op, parameters as Tree);
  return scope(() => {
    const { value, gradients, aux } = gradientsBy(op, () => f(parameters), leaves, options.fused);
    return { value, gradients: rebuilt(parameters, gradients), aux };
  });
}

/**
 * Computes `valueAndGrad` for a list of dense floats. The caller's scope owns the tensors. `scale`, read after `f`,
 * multiplies the gradients.
 */
export function gradientsBy<A = undefined>(
  op: string,
  f: () => Tensor | readonly [value: Tensor, aux: A],
  leaves: readonly Tensor[],
  fused = true,
  scale: () => number = () => 1,
): ValueAndGrad<Tensor[], A> {
  const versions = leaves.map(({ version }) => version);
  const tape = new Tape(fused);
  for (const leaf of leaves) tape.watch(leaf);
  try {
    const returned = withTapes([...tapes(), tape], () => scope(f));
    const [value, aux] = (Array.isArray(returned) ? returned : [returned]) as [Tensor, A];
    checkValue(op, value);
    if (leaves.some((leaf, at) => !leaf.isDisposed && leaf.version !== versions[at])) throw changedInPlace(op);
    const gradients = gradientsOf(tape, value, leaves, scale());
    // Never a parameter or aux itself: the caller may dispose of the value.
    const own = aux === undefined && take(value) ? register(value) : value.reshape([]);
    return { value: own, gradients, aux };
  } finally {
    tape.dispose();
  }
}

const changedInPlace = (op: string): NablaError =>
  new NablaError('argument', `${op}: an operand was changed in place before its derivative; step optimizers after it.`);

function leavesOf(op: string, tree: Tree, above: readonly unknown[] = []): Tensor[] {
  if (isTensor(tree)) {
    if (isFloat(tree.dtype) && tree.layout === 'dense') return [tree];
    const what = tree.layout === 'csr' ? 'a CSR tensor' : tree.dtype;
    throw new NablaError('dtype', `${op}: parameters must be dense floats. Received ${what}.`);
  }
  if (isBranch(tree) && !above.includes(tree)) {
    const path = [...above, tree];
    return branchesOf(tree).flatMap(([, part]) => leavesOf(op, part, path));
  }
  const received = above.includes(tree) ? 'an object that contains itself' : describe(tree);
  throw new NablaError(
    'argument',
    `${op}: expected parameters, a tensor or arrays and plain objects of them. Received ${received}.`,
  );
}

/** Arrays and plain objects only: in other objects no tensor may be replaced. */
const isBranch = (tree: Tree): boolean => Array.isArray(tree) || (isObject(tree) && isPlain(tree));

const branchesOf = (tree: Tree): readonly (readonly [string | number, Tree])[] =>
  Array.isArray(tree) ? tree.map((part, at) => [at, part] as const) : Object.entries(tree);

/** Rebuilds the tree with tensors from the front of the list. */
function rebuilt<P>(tree: P, tensors: Tensor[]): P {
  if (isTensor(tree)) return tensors.shift() as P;
  if (Array.isArray(tree)) return tree.map((part) => rebuilt(part, tensors)) as unknown as P;
  return Object.fromEntries(branchesOf(tree as Tree).map(([name, part]) => [name, rebuilt(part, tensors)])) as P;
}

function checkValue(op: string, value: Tensor): void {
  if (!isTensor(value)) throw wrongReturn(op, 'the function', 'a tensor, or [tensor, aux]', value);
  if (value.shape.length !== 0 || !isFloat(value.dtype)) {
    throw new NablaError(
      'shape',
      `${op}: the function must return one float of shape []. Received ${value.dtype} ${formatShape(value.shape)}` +
        `${isFloat(value.dtype) ? '; use sum() or mean()' : ''}.`,
    );
  }
}

/** Walks the tape backwards. Adds the gradients of a tensor's uses, the last use first. */
function gradientsOf(tape: Tape, value: Tensor, leaves: readonly Tensor[], scale: number): Tensor[] {
  // Released by hand, not by a scope: as soon as they have been used.
  const sums = new Map<object, Tensor>();
  const given = new Set<Tensor>();
  const first = keep(fill(value.backend, [], scale, value.dtype));
  if (scale === 1) ones.add(first);
  sums.set(value.identity, first);
  try {
    for (let last = tape.pop(); last !== undefined; last = tape.pop()) {
      try {
        stepBack(last as unknown as Recorded<Tensor>, sums);
      } finally {
        release(last);
      }
    }
    return leaves.map((leaf) => {
      const sum = sums.get(leaf.identity);
      // A gradient never shares its elements: its owner may change it in place.
      if (sum?.isShared || given.has(sum as Tensor)) return multiply(sum as Tensor, 1);
      const own = sum ?? keptFill(leaf, 0);
      given.add(own);
      register(own);
      return own;
    });
  } finally {
    ones.delete(first);
    for (const sum of sums.values()) if (!given.has(sum)) sum.dispose();
  }
}

function stepBack(last: Recorded<Tensor>, sums: Map<object, Tensor>): void {
  const { op, inputs, needs, output, saved, version, vjp } = last;
  const dY = sums.get(output);
  if (dY === undefined) return;
  sums.delete(output);
  try {
    if (versionOf(saved) !== version) throw changedInPlace(op);
    scope(() => {
      const gradients = vjp(dY, saved, needs);
      inputs.forEach((input, i) => {
        if (needs[i] !== true || typeof input === 'number') return;
        const gradient = checkGradient(op, gradients, i, input);
        const present = sums.get(input.identity);
        const sum = summed(present, gradient);
        if (sum === present) return;
        // A tensor that the derivative did not create has another owner.
        sums.set(input.identity, take(sum) ? sum : sum.hold());
        present?.dispose();
      });
    });
  } finally {
    dY.dispose();
  }
}

function summed(present: Tensor | undefined, gradient: Gradient): Tensor {
  if ('addTo' in gradient) return gradient.addTo(present);
  return present === undefined ? gradient : add(present, gradient);
}

type Gradient = Tensor | PartialGradient<Tensor>;

function checkGradient(op: string, gradients: readonly (Gradient | undefined)[], at: number, input: Tensor): Gradient {
  if (!Array.isArray(gradients)) {
    throw wrongReturn(op, 'the derivative', 'an array with a gradient for each input', gradients);
  }
  const gradient = gradients[at];
  if (typeof (gradient as Partial<PartialGradient<Tensor>> | undefined)?.addTo === 'function')
    return gradient as Gradient;
  if (isTensor(gradient) && gradient.dtype === input.dtype && sameShape(gradient.shape, input.shape)) return gradient;
  throw new NablaError(
    'shape',
    `${op}: the derivative must return a ${input.dtype} tensor of shape ${formatShape(input.shape)} for input ${at}. ` +
      `Received ${describe(gradient)}.`,
  );
}
