/** Options of an optimizer for some of the parameters. */
import { expect, it } from 'vitest';
import { AdamW, type Backend, type Optimizer, type ParameterGroup, SGD, type Tensor } from '../../src/index.js';
import { expectError, newBackend, numbersOf, t } from '../support/index.js';

const NAMES = ['0.weight', '0.bias', '2.weight', '2.bias'];

/** What one step from 1 makes of parameters of these names, whose gradients are 1. */
async function after(optimizer: Optimizer, names: readonly string[] = NAMES): Promise<Record<string, number>> {
  const backend = await newBackend();
  const parameters = names.map((name) => ({ name, value: t(backend, [1]) }));
  optimizer.step(parameters, new Map(names.map((name) => [name, t(backend, [1])])));
  const values = parameters.map(async ({ name, value }) => [name, (await numbersOf(value))[0] ?? Number.NaN] as const);
  return Object.fromEntries(await Promise.all(values));
}

const sgd = (groups: readonly ParameterGroup[]): SGD => new SGD({ learningRate: 0.25, weightDecay: 1, groups });

it('have a weight decay of their own', async () => {
  expect(await after(sgd([{ names: ['*.bias'], weightDecay: 0 }]))).toEqual({
    '0.weight': 0.5,
    '0.bias': 0.75,
    '2.weight': 0.5,
    '2.bias': 0.75,
  });
});

it('multiply the learning rate, the one that is set later too', async () => {
  const optimizer = new SGD({ learningRate: 9, groups: [{ names: ['0.*'], learningRateFactor: 0.5 }] });
  optimizer.learningRate = 0.5;
  expect(await after(optimizer)).toEqual({ '0.weight': 0.75, '0.bias': 0.75, '2.weight': 0.5, '2.bias': 0.5 });
});

it('of several that name a parameter the first counts, whole', async () => {
  const groups = [
    { names: ['2.bias', '0.weight'], learningRateFactor: 0 },
    { names: ['*'], weightDecay: 3 },
  ];
  expect(await after(sgd(groups))).toEqual({ '0.weight': 1, '0.bias': 0, '2.weight': 0, '2.bias': 1 });
});

it('apply to the decay of AdamW, which is not part of the gradient', async () => {
  const groups = [{ names: ['2.*'], weightDecay: 0 }];
  const values = await after(new AdamW({ learningRate: 0.5, weightDecay: 1, groups }));
  expect(values['0.weight']).toBeCloseTo(0, 7);
  expect(values['2.weight']).toBeCloseTo(0.5, 7);
});

it.each([
  ['a*c', 'abc', true],
  ['a*c', 'ac', true],
  ['a*c', 'acb', false],
  ['*', '', true],
  ['*.bias', 'x.bias', true],
  ['*.bias', 'xbias', false],
  ['a*a', 'a', false],
  ['a*b*c', 'a.b.b.c', true],
  ['a*b*c', 'a.c.b', false],
  ['a*bb*b', 'abb', false],
  ['**', 'x', true],
  ['0.weight', '0.weight', true],
  ['0.weight', '00.weight', false],
  ['0.weight', '0xweight', false],
  ['0.w', '0.weight', false],
])('the pattern %s and the name %s: %s', async (pattern, name, matches) => {
  const values = await after(sgd([{ names: [pattern, 'other'], learningRateFactor: 0 }]), [name, 'other']).catch(
    (error: unknown) => error,
  );
  if (matches) expect(values).toEqual({ [name]: 1, other: 1 });
  else expect(values).toMatchObject({ code: 'argument', message: expect.stringContaining(`'${pattern}'`) });
});

it('that name no parameter are refused at the first step, before anything changes', async () => {
  const backend: Backend = await newBackend();
  const value: Tensor = t(backend, [1]);
  const optimizer = sgd([{ names: ['*.weight', '1.*'] }]);
  const step = () => optimizer.step([{ name: '0.weight', value }], new Map([['0.weight', value]]));
  expectError(step, 'argument', "SGD groups[0]: no parameter is called '1.*'. There are: 0.weight.");
  expect([optimizer.steps, ...(await numbersOf(value))]).toEqual([0, 1]);
  expectError(step, 'argument', "'1.*'");
  optimizer.checkGroups([
    { name: '0.weight', value },
    { name: '1.weight', value },
  ]);
  step();
  expect(optimizer.steps).toBe(1);
});

it.each<[unknown, string]>([
  [{}, "SGD groups: expected an array, such as [{ names: ['*.bias'], weightDecay: 0 }]. Received an object"],
  [['*.bias'], "SGD groups[0]: expected options, such as { names: ['*.bias'], weightDecay: 0 }"],
  [[{ names: '*.bias' }], "SGD groups[0] names: expected an array of names. Received '*.bias'"],
  [[{ names: [] }], 'SGD groups[0] names'],
  [[{ names: [1] }], 'SGD groups[0] names'],
  [[{ names: ['a'] }, { names: ['a'], weightDecay: -1 }], 'SGD groups[1] weightDecay: expected a number >= 0'],
  [
    [{ names: ['a'], learningRateFactor: '1' }],
    "SGD groups[0] learningRateFactor: expected a number >= 0. Received '1'",
  ],
  [[{ names: ['a'], learningRate: 1 }], "SGD groups[0]: unknown option 'learningRate'."],
])('%j is refused', (groups, message) => {
  expectError(() => new SGD({ groups: groups as never }), 'argument', message);
});

it('are copied, so later changes by the caller have no effect', () => {
  const names = ['a'];
  const optimizer = sgd([{ names }]);
  names.push('b');
  expect(optimizer.groups).toEqual([{ names: ['a'] }]);
  expect(optimizer.config['groups']).toEqual([{ names: ['a'] }]);
});
