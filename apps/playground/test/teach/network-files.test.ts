import { expect, test } from 'vitest';
import { isOfNetwork } from '../../src/lab/teach/network-files.js';

test('files of networks are told by their names, weights of TensorFlow.js too', () => {
  const names = ['net.ONNX', 'net.keras', 'model.json', 'group1-shard1of2.bin', 'group1-shard1of1', 'model.zip'];
  expect(names.filter((name) => !isOfNetwork({ name }))).toEqual([]);
  expect(['cat.jpg', 'shard', 'onnx', 'net.onnx.png'].filter((name) => isOfNetwork({ name }))).toEqual([]);
});
