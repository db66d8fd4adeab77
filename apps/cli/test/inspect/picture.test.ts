/** Pictures of networks, in `nabla inspect --html` and in reports. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkConfig } from '@nablajs/core';
import { writeNpz, writeOnnx } from '@nablajs/interchange';
import { expect, it } from 'vitest';
import { layersOf } from '../../src/inspect/layers.js';
import { drawPicture } from '../../src/inspect/picture/draw-picture.js';
import type { Picture } from '../../src/inspect/picture/nodes.js';
import { pictureOf } from '../../src/inspect/picture/picture.js';
import { pictureSection } from '../../src/inspect/picture/picture-section.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { floats, graph, node } from '../import/helpers.js';

const titles = ({ nodes }: Picture) => nodes.map(({ title, lines }) => [title, ...lines].join(' '));

it('shows layers in a row', () => {
  const layers = [
    { type: 'Dense', units: 3 },
    { type: 'Chain', layers: [{ type: 'ReLU' }], name: 'act' },
  ];
  const config = { inputShape: ['time', 2], layers };
  const picture = pictureOf(config, layersOf(config));
  expect(titles(picture)).toEqual(['input [?, 2]', 'Dense [?, 3]', 'Chain act [?, 3]', 'output']);
  expect(picture.edges).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

it('shows layers that branch and join', () => {
  const config: NetworkConfig = {
    inputShape: [[2], [4]],
    module: {
      type: 'Graph',
      inputs: 2,
      layers: [{ type: 'Dense', units: 4, name: 'wide' }, { type: 'Add' }],
      nodes: [
        { layer: 0, inputs: [0] },
        { layer: 1, inputs: [2, 1] },
      ],
      outputs: [3, 2],
    },
  };
  const picture = pictureOf(config, layersOf(config));
  expect(titles(picture)).toEqual(['input [2]', 'input [4]', 'Dense wide [4]', 'Add [4]', 'output', 'output']);
  expect(picture.edges).toEqual([
    [0, 2],
    [2, 3],
    [1, 3],
    [3, 4],
    [2, 5],
  ]);
});

it('draws boxes and arrows, and escapes what a file says', () => {
  const nodes = [
    { kind: 'input' as const, title: '<script>', lines: ['a & b'] },
    { kind: 'layer' as const, title: 'x'.repeat(100), lines: [] },
  ];
  const { text } = drawPicture({ nodes, edges: [[0, 1]] }, 'It');
  expect(text).toContain('>&lt;script&gt;</text><text class="detail"');
  expect(text).not.toContain('<script');
  expect(text).toContain(`>${'x'.repeat(29)}…</text>`);
  expect(text.match(/<path /g)).toHaveLength(1);
  const many = { nodes: new Array(2001).fill(nodes[1]), edges: [] };
  expect(pictureSection(many).text).toContain('It has 2,001 nodes, too many for a picture.');
});

it('is in the page of an imported model, and in the report of a training that starts with it', async () => {
  const cwd = temporaryFolder();
  const nodes = [node('MatMul', ['x', 'w'], 'a'), node('Tanh', ['a'], 'b'), node('Add', ['a', 'b'], 'y')];
  writeFileSync(join(cwd, 'net.onnx'), writeOnnx(graph(['n', 2], ['n', 1], nodes, { w: floats([2, 1]) })));
  expect((await nablaHere(['import', 'net.onnx', '--out', 'model'], { cwd })).code).toBe(0);
  const inspected = await nablaHere(['inspect', 'model', '--html', 'page.html'], { cwd });
  expect(inspected.code, inspected.stderr).toBe(0);
  const page = readFileSync(join(cwd, 'page.html'), 'utf8');
  expect(page.match(/<g class="(input|layer|output)">/g)).toHaveLength(5);
  expect(page).toContain('>Tanh</text>');
  const arrays = { x: floats([40, 2]), y: floats([40]) };
  writeFileSync(join(cwd, 'data.npz'), writeNpz(new Map(Object.entries(arrays))));
  const args = ['train', 'data.npz', '--from', 'model', '--epochs', '1', '--run', 'run', '--backend', 'ts'];
  const trained = await nablaHere(args, { cwd });
  expect(trained.code, trained.stderr).toBe(0);
  const reported = await nablaHere(['report', 'run'], { cwd });
  expect(reported.code, reported.stderr).toBe(0);
  expect(readFileSync(join(cwd, 'run', 'report.html'), 'utf8')).toContain('>Tanh</text>');
});
