/** `nabla import` of ONNX files of other libraries. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { type GraphModel, writeOnnx, writeOnnxFiles } from '@nablajs/interchange';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { floats, graph, node } from './helpers.js';

/** A classifier of images [3, 4, 6], channels first: the mean of each channel, and a Softmax. */
const IMAGES = graph(
  ['batch', 3, 4, 6],
  ['batch', 3],
  [node('GlobalAveragePool', ['x'], 'mean'), node('Flatten', ['mean'], 'flat'), node('Softmax', ['flat'], 'y')],
);

const MULTIPLIED = graph(['n', 2], ['n', 3], [node('MatMul', ['x', 'w'], 'y')], {
  w: floats([2, 3], [1, 2, 3, 4, 5, 6]),
});

async function imported(model: GraphModel | Uint8Array, ...flags: string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'net.onnx'), model instanceof Uint8Array ? model : writeOnnx(model));
  const result = await nablaHere(['import', 'net.onnx', '--out', 'model', ...flags], { cwd });
  return { cwd, ...result };
}

describe('nabla import net.onnx', () => {
  it('prints what it made, and the model predicts', async () => {
    const { cwd, code, stdout, stderr } = await imported(MULTIPLIED);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'Inputs: x [n, 2] float32\nOutputs: y [n, 3] float32\nLayers: 2\nParameters: 6 (float32)\n' +
        `Saved in ${join(cwd, 'model')}\n`,
    );
    writeFileSync(join(cwd, 'x.json'), '[[1, 1], [0, 2]]');
    const answer = await nablaHere(['predict', 'model', 'x.json', '--backend', 'ts'], { cwd });
    expect(answer.stdout).toBe('row 1: 5, 7, 9\nrow 2: 8, 10, 12\n');
    const inspected = await nablaHere(['inspect', 'model'], { cwd });
    expect(inspected.stdout).toMatch(/^OperatorGraph +\[3\] +0\n {2}y Dense +\[3\] +w \[2, 3\] +6$/m);
    const again = await nablaHere(['import', 'net.onnx', '--out', 'model'], { cwd });
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already has a model')]);
    const replaced = await nablaHere(['import', 'net.onnx', '--out', 'model', '--overwrite', '--json'], { cwd });
    expect(jsonLines(replaced)).toEqual([
      {
        ...{ event: 'import', format: 'onnx', out: join(cwd, 'model'), dtype: 'float32', layers: 2, parameters: 6 },
        inputs: [{ name: 'x', type: 'float32', shape: [2] }],
        outputs: [{ name: 'y', type: 'float32', shape: [3] }],
      },
    ]);
  });

  it('puts the examples in front, and says where the file has them', async () => {
    const sums = graph(['n', 2], ['n', 2], [node('Add', ['x', 'state'], 'next'), node('Identity', ['x'], 'y')]);
    const value = { type: 'float32', shape: [3, 'n', 2] } as const;
    const { cwd, stdout, stderr } = await imported({
      ...sums,
      inputs: [...sums.inputs, { name: 'state', ...value }],
      outputs: [{ name: 'next', ...value }],
    });
    expect([stderr, stdout.split('\n').slice(0, 2)]).toEqual([
      '',
      [
        'Inputs: x [n, 2] float32, state [n, 3, 2] float32 (in the file, the examples are axis 1)',
        'Outputs: next [n, 3, 2] float32 (in the file, the examples are axis 1)',
      ],
    ]);
    const again = await nablaHere(['import', 'net.onnx', '--out', 'model', '--overwrite', '--json'], { cwd });
    expect(jsonLines(again)).toMatchObject([{ outputs: [{ name: 'next', shape: [3, 2], batchAxis: 1 }] }]);
    writeFileSync(
      join(cwd, 'in.json'),
      JSON.stringify({
        x: [[1, 2]],
        state: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
      }),
    );
    const answer = await nablaHere(['predict', 'model', 'in.json', '--backend', 'ts', '--json'], { cwd });
    expect([answer.code, answer.stderr]).toEqual([0, '']);
    expect(answer.stdout).toContain('[[2,4],[4,6],[6,8]]');
  });

  it('takes images with their names of classes, in the order and the scale that the flags say', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'labels.txt'), 'red\ngreen\nblue\n');
    writeFileSync(join(cwd, 'net.onnx'), writeOnnx(IMAGES));
    const blue = Uint8Array.from({ length: 4 * 6 * 3 }, (_, at) => (at % 3 === 2 ? 255 : 51));
    writeFileSync(join(cwd, 'blue.png'), encode({ width: 6, height: 4, data: blue, channels: 3 }));
    const common = ['net.onnx', '--overwrite', '--out', 'model', '--images', '--classes', 'labels.txt'];
    const first = async (...flags: string[]) => {
      const result = await nablaHere(['import', ...common, ...flags], { cwd });
      expect(result.code, result.stderr).toBe(0);
      const answer = await nablaHere(['predict', 'model', 'blue.png', '--json', '--backend', 'ts'], { cwd });
      expect(answer.code, answer.stderr).toBe(0);
      const [{ prediction, probability } = {}] = jsonLines(answer);
      return [prediction, probability];
    };
    const softmax = (...logits: [number, number, number]) =>
      Math.exp(logits[2]) / logits.reduce((sum, one) => sum + Math.exp(one), 0);
    expect(await first()).toEqual(['blue', expect.closeTo(softmax(0.2, 0.2, 1), 5)]);
    expect(await first('--order', 'bgr')).toEqual(['red', expect.closeTo(softmax(0.2, 0.2, 1), 5)]);
    expect(await first('--mean', '0.5', '--std', '0.25')).toEqual(['blue', expect.closeTo(softmax(-1.2, -1.2, 2), 5)]);
    const each = ['--mean', '0.2,0.2,0.5', '--std', '1,1,0.5', '--scale', '255'];
    expect(await first(...each)).toEqual(['blue', expect.closeTo(softmax(0, 0, 1), 5)]);
    const { config, form } = await loadModel(join(cwd, 'model'));
    expect(form).toMatchObject({ type: 'images', height: 4, width: 6, channels: 3, classes: ['red', 'green', 'blue'] });
    expect(config).toMatchObject({ inputShape: [4, 6, 3] });
    expect(config.frozen).toHaveLength(2);
  });

  it('lists every operator that it does not support, with its count', async () => {
    const nodes = [
      node('Fancy', ['x'], 'a'),
      node('Fancy', ['a'], 'b'),
      { ...node('Odd', ['b'], 'y'), domain: 'com.odd' },
    ];
    const { code, stderr } = await imported(graph(['n', 2], ['n', 2], nodes));
    expect(code).toBe(1);
    expect(stderr).toContain('net.onnx: it has operators that nabla does not support: Fancy (2), com.odd::Odd (1).');
  });

  it('reads external data beside the file, and never elsewhere', async () => {
    const files = writeOnnxFiles(MULTIPLIED, { location: 'net.data', least: 1 });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'net.onnx'), files.model);
    writeFileSync(join(cwd, 'net.data'), files.data as Uint8Array);
    const result = await nablaHere(['import', 'net.onnx', '--out', 'model', '--dtype', 'float64'], { cwd });
    expect(result.code, result.stderr).toBe(0);
    const { dtype, parameters } = await loadModel(join(cwd, 'model'));
    expect([dtype, [...(parameters.get('w')?.data ?? [])]]).toEqual(['float64', [1, 2, 3, 4, 5, 6]]);
    mkdirSync(join(cwd, 'inner'));
    const outside = Buffer.from(Buffer.from(files.model).toString('latin1').replace('net.data', '../a.dat'), 'latin1');
    writeFileSync(join(cwd, 'inner', 'net.onnx'), outside);
    const refused = await nablaHere(['import', 'inner/net.onnx', '--out', 'other'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('a.dat');
  });

  it('sets inputs and shapes', async () => {
    const model = graph(['n', 'width'], ['n', 'width'], [node('Mul', ['x', 'rate'], 'y')]);
    const rate = { name: 'rate', type: 'float32' as const, shape: [] };
    const { code, stdout, stderr } = await imported(
      { ...model, inputs: [...model.inputs, rate] },
      ...['--input', 'rate=3', '--shape', 'x=5', '--quiet'],
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Inputs: x [n, 5] float32\nOutputs: y [n, 5] float32\n');
  });
});

describe('nabla import refuses', () => {
  it.each<[string, string[], string, number]>([
    [
      'classes that do not fit',
      ['--classes', 'labels.txt'],
      '--classes: expected a name for each number of the output [3]',
      2,
    ],
    ['a class twice', ['--classes', 'twice.txt'], "line 2: expected another name. Received 'a' again", 2],
    ['a name of a control character', ['--classes', 'odd.txt'], '--classes: expected class names of 1 to 256', 1],
    ['images of vectors', ['--images'], '--images: expected an input [3, height, width]', 2],
    ['flags of images', ['--mean', '0.5'], '--mean: it works only with --images', 2],
    [
      'flags of weights',
      ['--into', 'model'],
      '--into: expected a file of weights alone. Received a network of ONNX',
      2,
    ],
    ['a state of weights', ['--state', 'a'], '--state: expected a file of weights alone', 2],
    ['an unknown input', ['--input', 'z=1'], "the file has no 'z'", 1],
    ['no value', ['--input', 'x'], '--input: expected name=value. Received x', 2],
    ['a wrong size', ['--images', '--image-size', '0'], "--image-size: expected a whole number, or two: '224x192'", 2],
    ['a wrong deviation', ['--images', '--std', '0'], '--std: expected numbers above 0. Received 0', 2],
  ])('%s', async (_what, flags, message, code) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'labels.txt'), 'a\nb\n');
    writeFileSync(join(cwd, 'twice.txt'), 'a\na\n');
    writeFileSync(join(cwd, 'odd.txt'), 'a\nb\nc\u0007\n');
    writeFileSync(join(cwd, 'net.onnx'), writeOnnx(MULTIPLIED));
    const result = await nablaHere(['import', 'net.onnx', '--out', 'model', ...flags], { cwd });
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(code);
  });

  it('files that are no models', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'text.txt'), 'hello');
    const text = await nablaHere(['import', 'text.txt', '--out', 'model'], { cwd });
    expect([text.code, text.stderr]).toEqual([1, expect.stringContaining('text.txt: expected a model as ONNX, Keras')]);
    const none = await nablaHere(['import', 'none.onnx', '--out', 'model'], { cwd });
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('none.onnx')]);
    const out = await nablaHere(['import', 'text.txt'], { cwd });
    expect([out.code, out.stderr]).toEqual([2, expect.stringContaining('--out: expected the folder to save')]);
    const { code, stderr } = await imported(new TextEncoder().encode('not a protobuf'));
    expect(code, stderr).toBe(1);
  });
});
