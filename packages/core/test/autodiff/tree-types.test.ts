/** What the compiler takes for parameters of `valueAndGrad` and `grad`. */
import { expect, expectTypeOf, it } from 'vitest';
import { grad, multiply, sum, type Tensor, type Tree, valueAndGrad } from '../../src/index.js';
import { expectTensor, newBackend, t } from '../support/index.js';

interface Layer {
  readonly weight: Tensor;
}

interface Parameters {
  readonly first: Layer;
  readonly more: readonly Layer[];
}

const product = ({ first, more }: Parameters): Tensor =>
  sum(more.reduce((y, { weight }) => multiply(y, weight), first.weight));

it('interfaces are parameters', async () => {
  const backend = await newBackend();
  const parameters: Parameters = {
    first: { weight: t(backend, [2, 3]) },
    more: [{ weight: t(backend, [5, 7]) }],
  };
  const { value, gradients } = valueAndGrad(product, parameters);
  expectTypeOf(gradients).toEqualTypeOf<Parameters>();
  expect(await value.item()).toBe(31);
  await expectTensor(gradients.first.weight, [2], [5, 7]);
  await expectTensor(gradients.more[0]?.weight as Tensor, [2], [2, 3]);
  const again = grad(product)(parameters);
  expectTypeOf(again).toEqualTypeOf<Parameters>();
  await expectTensor(again.first.weight, [2], [5, 7]);
});

it('so are tensors, arrays, tuples, records and trees of unknown form', () => {
  const uses = (x: Tensor, tree: Tree, record: Record<string, Tensor>, pair: [Tensor, Tensor]) => {
    expectTypeOf(valueAndGrad((w) => sum(w), x).gradients).toEqualTypeOf<Tensor>();
    expectTypeOf(valueAndGrad(([w]) => sum(w as Tensor), [x, x]).gradients).toEqualTypeOf<Tensor[]>();
    expectTypeOf(valueAndGrad(([w, v]) => multiply(w, v), pair).gradients).toEqualTypeOf<[Tensor, Tensor]>();
    expectTypeOf(valueAndGrad(({ w }) => sum(w), { w: x }).gradients).toEqualTypeOf<{ w: Tensor }>();
    expectTypeOf(valueAndGrad(() => x, record).gradients).toEqualTypeOf<Record<string, Tensor>>();
    expectTypeOf(valueAndGrad(() => x, tree).gradients).toEqualTypeOf<Tree>();
  };
  const generic = <P extends Tree>(x: Tensor, parameters: P): P => valueAndGrad(() => x, parameters).gradients;
  expectTypeOf(uses).toBeFunction();
  expectTypeOf(generic).toBeFunction();
});

it('nothing else is', () => {
  const uses = (x: Tensor) => {
    // @ts-expect-error A number.
    valueAndGrad(() => x, 3);
    // @ts-expect-error An object of numbers.
    valueAndGrad(() => x, { w: 3 });
    // @ts-expect-error A string, further in.
    valueAndGrad(() => x, { w: x, of: { deep: 'a' } });
    // @ts-expect-error A map.
    valueAndGrad(() => x, { w: new Map([['w', x]]) });
    // @ts-expect-error A function.
    valueAndGrad(() => x, { w: () => x });
    // @ts-expect-error Nothing.
    grad((parameters: { w: Tensor | undefined }) => parameters.w as Tensor);
  };
  expectTypeOf(uses).toBeFunction();
});
