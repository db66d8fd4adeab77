/** backend-wasm and sequences have the same bits on threads in fast tests; here the command passes them on. */
import { expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { folderWithBook, TINY } from './book.js';

it('a text is learned with the same bits on two threads', async () => {
  const cwd = folderWithBook();
  const on = async (threads: string) => {
    const args = ['train', 'book.txt', ...TINY, '--threads', threads, '--epochs', '2', '--learning-rate', '0.01'];
    const { code, stdout, stderr } = await nablaHere([...args, '--json'], { cwd });
    expect(code, stderr).toBe(0);
    return jsonLines({ stdout }).map(({ seconds, run, out, ...rest }) => rest);
  };
  expect(await on('2')).toEqual(await on('1'));
});
