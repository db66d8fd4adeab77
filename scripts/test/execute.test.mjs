import { expect, it } from 'vitest';
import { execute, outputOf } from '../execute.mjs';

const node = (script, options) => execute(process.execPath, ['--eval', script], options);

it('returns the exit code and what was written', async () => {
  const script = "console.log('out'); console.error('err'); process.exitCode = 3";
  expect(await node(script)).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  await expect(outputOf(process.execPath, ['--eval', script])).rejects.toThrow(/: ended with 3\.\nout\nerr$/);
  expect(await outputOf(process.execPath, ['--print', '1'])).toBe('1\n');
});

it('says which tool cannot be started', async () => {
  await expect(execute('no-such-tool', [])).rejects.toThrow('no-such-tool: ');
});

it.skipIf(process.platform === 'win32')('ends a shell and what it runs, then throws the reason', async () => {
  const controller = new AbortController();
  const command = `${JSON.stringify(process.execPath)} --eval "setTimeout(() => {}, 60000)"; true`;
  const running = execute(command, [], { shell: true, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('interrupted')), 300);
  await expect(running).rejects.toThrow('interrupted');
  await expect(node('', { signal: controller.signal })).rejects.toThrow('interrupted');
});
