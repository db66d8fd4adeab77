import { describe, expect, it } from 'vitest';
import { add, type Backend, Dense, fit, Sequential, SGD, scope, tensor, train } from '../../src/index.js';
import { guardBackend } from '../../src/kernels/index.js';
import { createBackend } from '../../src/testing/index.js';
import { separableDataset } from '../support/index.js';
import { classifier, sgdOptions } from '../support/training.js';

const guarded = async (watch?: (fail: (cause: Error) => void) => void): Promise<Backend> =>
  guardBackend(await createBackend(), watch);

/** Every function of a backend and of its groups, with the name that errors give it. */
function functionsOf(backend: Backend): [name: string, call: () => unknown][] {
  return [backend, backend.csr ?? {}, backend.fused ?? {}].flatMap((group) =>
    Object.entries(group)
      .filter(([name, member]) => typeof member === 'function' && name !== 'release' && name !== 'dispose')
      .map(([name, member]): [string, () => unknown] => [name, member as () => unknown]),
  );
}

const REMEDY =
  "backend 'naive' was disposed, with its tensors. Call dispose() after the last use, or create another backend.";

describe('a guarded backend', () => {
  it('is the same backend until it is disposed of', async () => {
    const backend = await guarded();
    const plain = await createBackend();
    expect(Object.keys(backend).sort()).toEqual(Object.keys(plain).sort());
    expect([backend.name, backend.dtypes, backend.description]).toEqual([plain.name, plain.dtypes, plain.description]);
    using x = tensor(backend, [1, 2]);
    using sum = add(x, x);
    expect(Array.from(await sum.data())).toEqual([2, 4]);
    expect(backend.memory().buffers).toBe(2);
  });

  it('reports in every function that it was disposed', async () => {
    const backend = await guarded();
    await backend.dispose();
    const functions = functionsOf(backend);
    expect(functions.length).toBeGreaterThan(26);
    for (const [name, call] of functions) {
      await expect((async () => call())(), name).rejects.toMatchObject({
        name: 'NablaError',
        code: 'disposed',
        message: `${name}: ${REMEDY}`,
      });
    }
  });

  it('rejects a download, and does not throw it', async () => {
    const backend = await guarded();
    const x = tensor(backend, [1]);
    await backend.dispose();
    const download = x.data();
    await expect(download).rejects.toMatchObject({ code: 'disposed' });
  });

  it('lets tensors be disposed of after it, and itself twice', async () => {
    const ends: string[] = [];
    const plain = await createBackend();
    const backend = guardBackend({ ...plain, dispose: async () => void ends.push('end') });
    const x = tensor(backend, [1]);
    const view = x.reshape([1, 1]);
    const done = backend.dispose();
    expect(backend.dispose()).toBe(done);
    await done;
    expect(ends).toEqual(['end']);
    for (const one of [x, view]) one.dispose();
    expect(x.isDisposed).toBe(true);
  });

  it('ends a scope with the error of the kernel, not with one of the clean-up', async () => {
    const backend = await guarded();
    expect(() =>
      scope(() => {
        const x = tensor(backend, [1]);
        backend.dispose();
        return add(x, x);
      }),
    ).toThrow(`add: ${REMEDY}`);
  });

  it('reports the reason of a failure in every function, and can still be disposed', async () => {
    const failure = new Error('a thread died');
    let fail = (_cause: Error): void => {};
    const backend = await guarded((given) => {
      fail = given;
    });
    const x = tensor(backend, [1]);
    fail(failure);
    for (const [name, call] of functionsOf(backend)) {
      await expect((async () => call())(), name).rejects.toMatchObject({
        code: 'backend',
        message: `${name}: a thread died`,
        cause: failure,
      });
    }
    x.dispose();
    await backend.dispose();
    expect(() => backend.memory()).toThrow(`memory: ${REMEDY}`);
    fail(failure);
    expect(() => backend.memory()).toThrow(`memory: ${REMEDY}`);
  });
});

describe('a guarded instance of a class', async () => {
  const plain = (await createBackend()) as Backend<never>;

  /** A backend's members as methods and getters of a class, which need `this`. */
  class Base {
    readonly #backend = plain;
    readonly dtypes = this.#backend.dtypes;
    ended = 0;
    get name(): string {
      return this.#backend.name;
    }
    memory() {
      return { buffers: this.ended, bytes: this.#backend.memory().bytes };
    }
    matmul(): string {
      return 'of the base';
    }
  }
  class Products {
    readonly #result = 'of the group';
    csrMatmul(): string {
      return this.#result;
    }
  }
  class Own extends Base {
    get csr(): Products {
      return new Products();
    }
    get fused(): undefined {
      return undefined;
    }
    override matmul(): string {
      return `${super.matmul()} and of the class`;
    }
    release(): void {
      this.ended += 1;
    }
    dispose(): void {
      this.ended += 10;
    }
  }

  type Guarded = Pick<Own, 'name' | 'dtypes' | 'memory' | 'matmul' | 'csr' | 'fused' | 'release' | 'dispose'>;
  const guard = (instance: Own): Guarded => guardBackend(instance as never) as never;

  it('has inherited methods, and getters', () => {
    const backend = guard(new Own());
    expect([backend.name, backend.dtypes, backend.fused]).toEqual([plain.name, plain.dtypes, undefined]);
    expect([backend.matmul(), backend.csr.csrMatmul()]).toEqual(['of the base and of the class', 'of the group']);
    backend.release();
    expect(backend.memory().buffers).toBe(1);
    expect(Object.keys(backend)).not.toContain('constructor');
    expect(Object.hasOwn(backend, 'toString')).toBe(false);
  });

  it('reports in each of them that it was disposed', () => {
    const instance = new Own();
    const backend = guard(instance);
    backend.dispose();
    for (const [name, call] of [
      ['matmul', () => backend.matmul()],
      ['memory', () => backend.memory()],
      ['csrMatmul', () => backend.csr.csrMatmul()],
    ] as const) {
      expect(call).toThrow(`${name}: ${REMEDY}`);
    }
    backend.release();
    backend.dispose();
    expect(instance.ended).toBe(10);
  });
});

describe('a backend that is disposed of', () => {
  it('before a network is made: the error says so', async () => {
    const backend = await guarded();
    await backend.dispose();
    const options = { inputShape: [4], layers: [new Dense(2)] };
    expect(() => new Sequential(backend, options)).toThrow(REMEDY);
  });

  it.each([1, 32, 'full'] as const)('before training in batches of %s: the error says so', async (batchSize) => {
    const backend = await guarded();
    const model = classifier(backend);
    await backend.dispose();
    const run = fit(model, separableDataset(40), sgdOptions({ batchSize }));
    await expect(run).rejects.toMatchObject({ code: 'disposed', message: expect.stringContaining(REMEDY) });
  });

  it.each([
    ['epoch-start', 1],
    ['batch', 1],
    ['batch', 3],
    ['epoch-end', 1],
  ] as const)('during training, at %s %i: the error says so', async (type, count) => {
    for (const changes of [{}, { stepsAhead: 1 }, { optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }) }]) {
      const backend = await guarded();
      let seen = 0;
      const run = async (): Promise<void> => {
        const options = sgdOptions({ batchSize: 8, validation: separableDataset(40), ...changes });
        for await (const event of train(classifier(backend), separableDataset(40), options)) {
          if (event.type === type) seen += 1;
          if (seen === count) await backend.dispose();
        }
      };
      await expect(run()).rejects.toMatchObject({ code: 'disposed', message: expect.stringContaining(REMEDY) });
    }
  });
});
