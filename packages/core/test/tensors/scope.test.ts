import { describe, expect, it } from 'vitest';
import { add, exp, keep, multiply, scope, type Tensor } from '../../src/index.js';
import { expectError, expectTensor, liveBuffers, newBackend, t } from '../support/index.js';

describe('scope', () => {
  it('releases what it does not return', async () => {
    const backend = await newBackend();
    const y = scope(() => {
      const x = t(backend, [1, 2]);
      return add(multiply(x, x), 1);
    });
    expect(liveBuffers(backend)).toBe(1);
    await expectTensor(y, [2], [2, 5]);
  });

  it('does not release what was made outside', async () => {
    const backend = await newBackend();
    const x = t(backend, [1]);
    const same = scope(() => x);
    scope(() => exp(x));
    expect(same).toBe(x);
    expect(x.isDisposed).toBe(false);
  });

  it('forgets its tensor that an inner scope keeps or disposes', async () => {
    const backend = await newBackend();
    let kept: Tensor | undefined;
    scope(() => {
      const [x, y] = [t(backend, [1]), t(backend, [2])];
      kept = x;
      scope(() => scope(() => keep(x)));
      scope(() => y.dispose());
    });
    expect(kept?.isDisposed).toBe(false);
    expect(liveBuffers(backend)).toBe(1);
    await expectTensor(kept as Tensor, [1], [1]);
  });

  it('hands on tensors in arrays, plain objects, maps, and those within one another', async () => {
    const backend = await newBackend();
    const make = (value: number): Tensor => t(backend, value);
    const made = scope(() => {
      make(0);
      const bare: Record<string, Tensor> = Object.create(null);
      bare['x'] = make(1);
      return { list: [make(2), [make(3)]], map: new Map([['a', { deep: make(4) }]]), bare, text: 'x', none: null };
    });
    expect(liveBuffers(backend)).toBe(4);
    await expectTensor(made.map.get('a')?.deep as Tensor, [], [4]);
    await expectTensor(made.bare['x'] as Tensor, [], [1]);
    await expectTensor(made.list[0] as Tensor, [], [2]);
  });

  it('follows a structure that contains itself, and one tensor met twice', async () => {
    const backend = await newBackend();
    const made = scope(() => {
      const x = t(backend, 1);
      const loop: unknown[] = [x, x];
      loop.push(loop);
      return loop;
    });
    expect((made[0] as Tensor).isDisposed).toBe(false);
    expect(liveBuffers(backend)).toBe(1);
  });

  it('returns values that hold no tensors', () => {
    expect(scope(() => 7)).toBe(7);
    expect(scope(() => undefined)).toBeUndefined();
    expect(scope(() => Float64Array.of(1))).toEqual(Float64Array.of(1));
  });

  it('does not search class instances, which must keep() their tensors', async () => {
    const backend = await newBackend();
    class Holder {
      readonly own = t(backend, 1);
      readonly kept = keep(t(backend, 2));
    }
    const holder = scope(() => new Holder());
    expect([holder.own.isDisposed, holder.kept.isDisposed]).toEqual([true, false]);
  });

  it('keeps the elements of a view that it returns', async () => {
    const backend = await newBackend();
    const view = scope(() => t(backend, [[1, 2]]).reshape([2]));
    await expectTensor(view, [2], [1, 2]);
    view.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('nested scopes', () => {
  it('pass what they return to the enclosing one', async () => {
    const backend = await newBackend();
    scope(() => {
      const inner = scope(() => {
        t(backend, 0);
        return t(backend, 1);
      });
      expect(liveBuffers(backend)).toBe(1);
      expect(inner.isDisposed).toBe(false);
    });
    expect(liveBuffers(backend)).toBe(0);
  });

  it('hand a tensor through several', async () => {
    const backend = await newBackend();
    const x = scope(() => scope(() => scope(() => t(backend, 3))));
    await expectTensor(x, [], [3]);
    expect(liveBuffers(backend)).toBe(1);
  });

  it('do not release what an outer one made', async () => {
    const backend = await newBackend();
    scope(() => {
      const x = t(backend, 1);
      scope(() => exp(x).reshape([1]));
      expect(x.isDisposed).toBe(false);
    });
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('errors inside a scope', () => {
  it('release everything and come out', async () => {
    const backend = await newBackend();
    const error = new Error('mine');
    let caught: unknown;
    try {
      scope(() => {
        t(backend, 1);
        scope(() => {
          t(backend, 2);
          throw error;
        });
      });
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBe(error);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('leave the enclosing scope in order when caught there', async () => {
    const backend = await newBackend();
    const y = scope(() => {
      const x = t(backend, 1);
      expectError(() => scope(() => add(t(backend, [1, 2]), t(backend, [1, 2, 3]))), 'shape');
      expect(liveBuffers(backend)).toBe(1);
      return add(x, 1);
    });
    await expectTensor(y, [], [2]);
    expect(liveBuffers(backend)).toBe(1);
  });

  it('do not leave the scope open: tensors made later stay', async () => {
    const backend = await newBackend();
    expect(() =>
      scope(() => {
        throw new Error('out');
      }),
    ).toThrow('out');
    const x = t(backend, 1);
    scope(() => 0);
    expect(x.isDisposed).toBe(false);
  });
});

describe('promises', () => {
  it('are refused, and their tensors released', async () => {
    const backend = await newBackend();
    const asynchronous = async (): Promise<Tensor> => t(backend, 1);
    expectError(() => scope(asynchronous), 'argument', 'scope', 'promise', 'Await outside');
    expect(liveBuffers(backend)).toBe(0);
  });

  it('are refused whatever made them', () => {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
    expectError(() => scope(() => ({ then: () => 0 })), 'argument', 'promise');
  });

  it('that reject later do not go unhandled', async () => {
    const backend = await newBackend();
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const usesDisposed = async (): Promise<Tensor> => {
        const x = t(backend, 1);
        await Promise.resolve();
        return exp(x);
      };
      expectError(() => scope(usesDisposed), 'argument', 'promise');
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', listen);
    }
  });
});

describe('keep', () => {
  it('takes a tensor out of every open scope and returns it', async () => {
    const backend = await newBackend();
    let kept: Tensor | undefined;
    scope(() => {
      scope(() => {
        const x = t(backend, 1);
        kept = keep(x);
        expect(kept).toBe(x);
      });
    });
    expect(kept?.isDisposed).toBe(false);
    kept?.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });

  it('does not bring a tensor back into the scope that returns it', async () => {
    const backend = await newBackend();
    let x: Tensor | undefined;
    scope(() => {
      x = scope(() => keep(t(backend, 1)));
    });
    expect(x?.isDisposed).toBe(false);
  });
});

describe('a tensor disposed of by hand inside a scope', () => {
  it('is not released again', async () => {
    const backend = await newBackend();
    const y = scope(() => {
      const x = t(backend, 1);
      const z = exp(x);
      x.dispose();
      z.dispose();
      return z;
    });
    expect(y.isDisposed).toBe(true);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('is forgotten by the scope: a long one does not hold every dead tensor', async () => {
    const backend = await newBackend();
    const key = Symbol.for('@nablajs/core/scopes');
    const held = (): number | undefined =>
      (globalThis as { [key]?: { value: Set<unknown>[] } })[key]?.value.at(-1)?.size;
    scope(() => {
      const x = t(backend, 1);
      for (let i = 0; i < 10; i++) {
        exp(x).dispose();
        x.adopt(exp(x));
      }
      expect(held()).toBe(1);
    });
    expect(held()).toBeUndefined();
  });
});
