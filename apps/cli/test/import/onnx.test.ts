/** `nabla export --to` and `nabla import`, there and back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const run = (args: readonly string[], cwd: string) => nablaHere([...args, '--backend', 'ts'], { cwd });
const imported = (args: readonly string[], cwd: string) => nablaHere(['import', ...args], { cwd });

const TABLE = `a,b,c,kind\n${Array.from(
  { length: 60 },
  (_, at) => `${at % 7},${at % 5 === 0 ? '' : (at * 3) % 11},${['red', 'green', 'blue'][at % 3]},${at % 2 ? 'x' : 'y'}`,
).join('\n')}\n`;

async function tableModel(...flags: string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'data.csv'), TABLE);
  const args = ['train', 'data.csv', '--preset', 'table-fast', '--hidden', '6', '--epochs', '2', '--no-run'];
  const target = flags.includes('--target') ? [] : ['--target', 'kind'];
  const { code, stderr } = await run([...args, ...target, '--out', 'model', ...flags], cwd);
  expect(code, stderr).toBe(0);
  return cwd;
}

const answers = async (cwd: string, model: string, file: string) => {
  const result = await run(['predict', model, file, '--json'], cwd);
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
};

describe('nabla export --to onnx', () => {
  it('keeps the columns and classes of a table, and gives them back', async () => {
    const cwd = await tableModel();
    const out = await run(['export', 'model', '--to', 'onnx', '--out', 'net.onnx', '--json'], cwd);
    expect(out.code, out.stderr).toBe(0);
    expect(out.stderr).toContain('net.onnx: c: goes in as the place of its text');
    const [line] = jsonLines(out);
    expect(line).toMatchObject({ event: 'export', to: 'onnx', verified: null });
    const back = await imported(['net.onnx', '--out', 'back', '--json'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect(jsonLines(back)[0]).toMatchObject({ event: 'import', format: 'onnx', classes: 2, dtype: 'float32' });
    writeFileSync(join(cwd, 'labels.txt'), 'a\nb\n');
    const named = await imported(['net.onnx', '--out', 'other', '--classes', 'labels.txt'], cwd);
    expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('says itself what it takes and returns')]);
    const [before, after] = [await loadModel(join(cwd, 'model')), await loadModel(join(cwd, 'back'))];
    expect(after.form).toEqual(before.form);
    expect(await answers(cwd, 'back', 'data.csv')).toBe(await answers(cwd, 'model', 'data.csv'));
  });

  it('keeps the images', async () => {
    const [data, cwd] = [idxFolder(), temporaryFolder()];
    const args = ['train', '--data', data, '--preset', 'quick', '--hidden', '8', '--epochs', '1', '--no-run'];
    expect((await run([...args, '--out', 'model'], cwd)).code).toBe(0);
    const out = await run(['export', 'model', '--to', 'onnx', '--out', 'net.onnx'], cwd);
    expect(out.code, out.stderr).toBe(0);
    const back = await imported(['net.onnx', '--out', 'back'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect((await loadModel(join(cwd, 'back'))).form).toEqual((await loadModel(join(cwd, 'model'))).form);
    const scores: unknown[] = [];
    for (const model of ['model', 'back']) {
      const result = await run(['evaluate', model, '--data', data, '--json'], cwd);
      expect(result.code, result.stderr).toBe(0);
      const { accuracy, loss } = jsonLines(result)[0] ?? {};
      scores.push({ accuracy, loss });
    }
    expect(scores[1]).toEqual(scores[0]);
  });
});
