/**
 * The steps of an LSTM along a sequence, and their gradients. An item takes all steps of some examples. Every operation
 * is that of the kernels that core composes, so the bits are too.
 *
 * Each element of a sequence has 6 `units` numbers in `gates`: i, f, g and o after their functions, c and tanh(c).
 */
import { Lstm } from './generated/arguments';
import { SIGMOID, TANH } from './generated/operations';
import { multiplyPacked } from './matmul';
import { storePart } from './numbers';
import { functions } from './unary';

/** Where the numbers of an example's element are: those of y. */
function placeOf<T>(example: i32, step: i32): usize {
  const at = Lstm.reversed() ? Lstm.time() - 1 - step : step;
  return <usize>((example * Lstm.time() + at) * Lstm.units()) * sizeof<T>();
}

function isPadding<T>(place: usize): bool {
  return Lstm.mask() !== 0 && load<T>(Lstm.mask() + place / <usize>Lstm.units()) === 0;
}

/** Computes an element from z, the product of the weights and the state before, which is at `gates`. */
function lstmCell<T>(place: usize, before: usize, first: bool): void {
  const bytes = <usize>Lstm.units() * sizeof<T>();
  const zero = v128.splat<T>(0);
  const gates = Lstm.gates() + 6 * place;
  const cBefore = Lstm.gates() + 6 * before + 4 * bytes;
  const y = Lstm.y() + place;
  if (isPadding<T>(place)) {
    if (first) {
      memory.fill(gates, 0, 6 * bytes);
      memory.fill(y, 0, bytes);
    } else {
      memory.copy(gates + 4 * bytes, cBefore, bytes);
      memory.copy(y, Lstm.y() + before, bytes);
    }
    return;
  }
  const inputs = Lstm.inputs() + 4 * place;
  for (let at: usize = 0; at < 4 * bytes; at += 16) {
    const z = first ? zero : v128.load(gates + at);
    storePart<T>(gates + at, v128.add<T>(v128.load(inputs + at), z), 4 * bytes - at);
  }
  functions<T>(SIGMOID, gates, gates, 2 * bytes);
  functions<T>(TANH, gates + 2 * bytes, gates + 2 * bytes, bytes);
  functions<T>(SIGMOID, gates + 3 * bytes, gates + 3 * bytes, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const c = first ? zero : v128.load(cBefore + at);
    const add = v128.mul<T>(v128.load(gates + at), v128.load(gates + 2 * bytes + at));
    const kept = v128.mul<T>(v128.load(gates + bytes + at), c);
    storePart<T>(gates + 4 * bytes + at, v128.add<T>(kept, add), bytes - at);
  }
  functions<T>(TANH, gates + 5 * bytes, gates + 4 * bytes, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const h = v128.mul<T>(v128.load(gates + 3 * bytes + at), v128.load(gates + 5 * bytes + at));
    storePart<T>(y + at, h, bytes - at);
  }
}

/** An item is `each` examples. `packed` are the weights [units, 4 units] in strips. */
export function lstm<T>(item: i32): void {
  const units = Lstm.units();
  const first = item * Lstm.each();
  const count = min(first + Lstm.each(), Lstm.n()) - first;
  const stride = <usize>(Lstm.time() * units) * sizeof<T>();
  for (let step = 0; step < Lstm.time(); step++) {
    const place = placeOf<T>(first, step);
    const before = placeOf<T>(first, max(0, step - 1));
    const gates = Lstm.gates() + 6 * place;
    if (step > 0) {
      multiplyPacked<T>(Lstm.y() + before, stride, count, units, Lstm.packed(), 4 * units, gates, 6 * stride);
    }
    for (let example = 0; example < count; example++) {
      const behind = <usize>example * stride;
      lstmCell<T>(place + behind, before + behind, step === 0);
    }
  }
}

/** Multiplies by y (1 - y). */
// @ts-ignore: decorator
@inline
function throughSigmoid<T>(d: v128, y: v128): v128 {
  return v128.mul<T>(d, v128.mul<T>(y, v128.sub<T>(v128.splat<T>(1), y)));
}

/** Multiplies by 1 - y y. */
// @ts-ignore: decorator
@inline
function throughTanh<T>(d: v128, y: v128): v128 {
  return v128.mul<T>(d, v128.sub<T>(v128.splat<T>(1), v128.mul<T>(y, y)));
}

/**
 * Computes the gradient of an element's inputs. `dH` and `dC` are the gradients of h and c from the elements behind it,
 * none for the last; they become those of the element before, but for the product with the weights.
 */
function lstmCellBackward<T>(place: usize, before: usize, first: bool, last: bool, dH: usize, dC: usize): void {
  const bytes = <usize>Lstm.units() * sizeof<T>();
  const zero = v128.splat<T>(0);
  const gates = Lstm.gates() + 6 * place;
  const cBefore = Lstm.gates() + 6 * before + 4 * bytes;
  const out = Lstm.dInputs() + 4 * place;
  const padding = isPadding<T>(place);
  if (padding) memory.fill(out, 0, 4 * bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const rest = bytes - at;
    let dh = v128.load(Lstm.dY() + place + at);
    if (!last) dh = v128.add<T>(dh, v128.load(dH + at));
    if (padding) {
      storePart<T>(dH + at, dh, rest);
      if (last) storePart<T>(dC + at, zero, rest);
      continue;
    }
    const i = v128.load(gates + at);
    const f = v128.load(gates + bytes + at);
    const g = v128.load(gates + 2 * bytes + at);
    const o = v128.load(gates + 3 * bytes + at);
    const tanhOfC = v128.load(gates + 5 * bytes + at);
    let dc = throughTanh<T>(v128.mul<T>(dh, o), tanhOfC);
    if (!last) dc = v128.add<T>(dc, v128.load(dC + at));
    const c = first ? zero : v128.load(cBefore + at);
    storePart<T>(out + at, throughSigmoid<T>(v128.mul<T>(dc, g), i), rest);
    storePart<T>(out + bytes + at, throughSigmoid<T>(v128.mul<T>(dc, c), f), rest);
    storePart<T>(out + 2 * bytes + at, throughTanh<T>(v128.mul<T>(dc, i), g), rest);
    storePart<T>(out + 3 * bytes + at, throughSigmoid<T>(v128.mul<T>(dh, tanhOfC), o), rest);
    storePart<T>(dC + at, v128.mul<T>(dc, f), rest);
  }
}

/** An item is `each` examples. `packed` are the weights [units, 4 units], transposed, in strips. */
export function lstmBackward<T>(item: i32): void {
  const units = Lstm.units();
  const first = item * Lstm.each();
  const count = min(first + Lstm.each(), Lstm.n()) - first;
  const bytes = <usize>units * sizeof<T>();
  const stride = <usize>Lstm.time() * bytes;
  // The gradients of h and c of each example, and a product.
  const dH = Lstm.work() + <usize>item * Lstm.itemBytes();
  const dC = dH + <usize>Lstm.each() * bytes;
  const product = dC + <usize>Lstm.each() * bytes;
  const end = Lstm.time() - 1;
  for (let step = end; step >= 0; step--) {
    const place = placeOf<T>(first, step);
    const before = placeOf<T>(first, max(0, step - 1));
    for (let example = 0; example < count; example++) {
      const behind = <usize>example * stride;
      const row = <usize>example * bytes;
      lstmCellBackward<T>(place + behind, before + behind, step === 0, step === end, dH + row, dC + row);
    }
    if (step === 0) return;
    const dZ = Lstm.dInputs() + 4 * place;
    multiplyPacked<T>(dZ, 4 * stride, count, 4 * units, Lstm.packed(), units, product, bytes);
    for (let example = 0; example < count; example++) {
      const row = <usize>example * bytes;
      if (!isPadding<T>(place + <usize>example * stride)) memory.copy(dH + row, product + row, bytes);
    }
  }
}
