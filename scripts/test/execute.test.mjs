import { expect, it } from 'vitest';
import { execute, outputOf, untilInterrupted, withoutCaller } from '../execute.mjs';

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

// Windows has neither process groups nor SIGINT for another process.
it.skipIf(process.platform === 'win32')('ends a shell and what it runs, then throws the reason', async () => {
  const controller = new AbortController();
  const command = `${JSON.stringify(process.execPath)} --eval "setTimeout(() => {}, 60000)"; true`;
  const running = execute(command, [], { shell: true, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('interrupted')), 300);
  await expect(running).rejects.toThrow('interrupted');
  await expect(node('', { signal: controller.signal })).rejects.toThrow('interrupted');
});

// Windows sends none of them.
it.skipIf(process.platform === 'win32')('is interrupted by each signal that asks it to end', async () => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const { signal, done } = untilInterrupted();
    process.emit(name, name);
    done();
    expect(signal.reason.message).toBe('interrupted');
  }
});

it('keeps what the user set, and leaves out what npm says to its scripts', () => {
  const user = { PATH: '/bin', npm_config_registry: 'x', NPM_CONFIG_CAFILE: 'y' };
  const caller = { npm_package_name: 'a', npm_lifecycle_event: 'b', npm_config_local_prefix: 'c', INIT_CWD: 'd' };
  expect(withoutCaller({ ...user, ...caller, NPM_CONFIG_USERCONFIG: 'e', NABLA_CACHE: 'f' })).toEqual(user);
});
