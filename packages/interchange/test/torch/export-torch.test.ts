/** The nightly check runs such files with PyTorch: scripts/check-torch.mjs. */
import { createBackend } from '@nablajs/backend-ts';
import {
  Add,
  BatchNorm,
  Conv2d,
  Dense,
  Flatten,
  type Module,
  Network,
  named,
  ReLU,
  Sequential,
  type Shape,
  type Tensor,
} from '@nablajs/core';
import { graph, input, layer } from '@nablajs/core/functional';
import { LSTM } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { exportTorch, readSafetensors, toStateDict } from '../../src/index.js';

const backend = await createBackend();

/** What build() returns. */
const built = (python: string): string => /def build\(\):\n {4}return ([\s\S]*?)\n\n\ndef load/.exec(python)?.[1] ?? '';

describe('exportTorch', () => {
  it('writes a Sequential as one of torch.nn', async () => {
    const layers = [new Conv2d(3, 3, { padding: 'same' }), new BatchNorm(), new ReLU(), new Flatten(), new Dense(2)];
    const network = new Sequential(backend, { inputShape: [4, 5, 1], layers });
    const { python, safetensors, channelsFirst } = await exportTorch(network);
    expect(python).toContain('"""A network from nabla. Takes [n, 1, 4, 5]; returns [n, 2]."""');
    expect(built(python)).toBe(
      [
        'nn.Sequential(',
        '        nn.Conv2d(1, 3, 3, padding="same"),',
        '        nn.BatchNorm2d(3, eps=0.00001, momentum=0.1),',
        '        nn.ReLU(),',
        '        nn.Flatten(),',
        '        nn.Linear(60, 2),',
        '    )',
      ].join('\n'),
    );
    expect(channelsFirst).toEqual({ inputs: [true], outputs: [false] });
    expect(readSafetensors(safetensors)).toEqual(new Map([...(await toStateDict(network))].sort(byType)));
  });

  it('keeps names, and turns channels where a layer needs it', async () => {
    const layers = [named('conv', new Conv2d(3, 1)), named('head', new Dense(2, { bias: false }))];
    const { python, channelsFirst } = await exportTorch(new Sequential(backend, { inputShape: [2, 2, 1], layers }));
    expect(built(python).split('\n').slice(1, 4)).toEqual([
      '        ("conv", nn.Conv2d(1, 3, 1)),',
      '        ("head_input", ChannelsLast()),',
      '        ("head", nn.Linear(3, 2, bias=False)),',
    ]);
    expect(channelsFirst).toEqual({ inputs: [true], outputs: [false] });
  });

  it('writes a class for a graph, and for recurrent layers', async () => {
    const x = input(['time', 3]);
    const [a, b] = [layer(new LSTM(2))(x), layer(new LSTM(2, { bias: false }))(x)];
    const network = new Network(backend, graph(x, layer(new Add())(a, b)), { inputShape: ['time', 3] });
    const { python } = await exportTorch(network);
    expect(built(python)).toBe('Graph()');
    expect(python).toContain('self.add_module("0", LSTMLayer(3, 2, sequences=False))');
    expect(python).toContain('x3 = self.get_submodule("2")(x1, x2)\n        return x3');
    expect(python).toContain('class LSTMLayer(Recurrent, nn.LSTM):\n    pass');
  });

  it('refuses modules that it does not know, by name', async () => {
    const own: Module = {
      config: { type: 'Mine' },
      build: (shape: Shape) => ({ outputShape: shape }),
      call: (_, x: Tensor) => x,
    };
    const network = new Sequential(backend, { inputShape: [2], layers: [own, new Dense(1)] });
    await expect(exportTorch(network)).rejects.toThrow('expected modules of core and of sequences. Received Mine.');
  });
});

/** As the file has them: the widest types first, then by name. */
function byType(
  [name, a]: readonly [string, { readonly type: string }],
  [other, b]: readonly [string, { readonly type: string }],
): number {
  return b.type.slice(-2).localeCompare(a.type.slice(-2)) || (name < other ? -1 : 1);
}
