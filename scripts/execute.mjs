/** Runs tools without blocking, so that a signal is heard while one of them runs. */
import { spawn } from 'node:child_process';

const GROUPS = process.platform !== 'win32';

/**
 * Runs a tool to its end, whatever its exit code. With `heard` its output goes to stderr as it comes; without, it is returned. With
 * `asks` it can ask something on the terminal, where Ctrl-C reaches it; otherwise what it starts is a group, which the signal ends.
 *
 * @returns `{ status, stdout, stderr }`
 * @throws the reason of `signal`, once the tool has ended; an Error where it cannot be started
 */
export function execute(command, args, { cwd, env = process.env, heard = false, asks = false, shell, signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      cwd,
      env,
      // npm and its like are scripts there; a shell would split the path of Node at its spaces.
      shell: shell ?? (process.platform === 'win32' && command !== process.execPath),
      stdio: [asks ? 'inherit' : 'ignore', ...(heard ? [2, 2] : ['pipe', 'pipe'])],
      detached: GROUPS && !asks,
    });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => {
        written[name] += text;
      });
    }
    const stop = () => interrupt(child, GROUPS && !asks);
    signal?.addEventListener('abort', stop);
    child.on('error', (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ status: status ?? 1, ...written });
    });
  });
}

/** A shell that is told to end waits for its command, which must hear of it too. */
function interrupt(child, isGroup) {
  if (!isGroup) child.kill('SIGINT');
  else if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGINT');
}

/** What a tool wrote to stdout. @throws an Error with all that it wrote, where it fails */
export async function outputOf(command, args, options = {}) {
  const { status, stdout, stderr } = await execute(command, args, options);
  if (status === 0) return stdout;
  throw new Error(`${[command, ...args].join(' ')}: ended with ${status}.\n${stdout}${stderr}`.trimEnd());
}

/**
 * A signal that is aborted, with the error `interrupted`, by Ctrl-C, a request to end, or a terminal that is closed; `done` gives all of
 * them back to Node.
 */
export function untilInterrupted() {
  const controller = new AbortController();
  const interrupt = (name) => {
    // What is said to a terminal that is gone must not end what is still to be put right.
    if (name === 'SIGHUP') for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    controller.abort(new Error('interrupted'));
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of names) process.on(name, interrupt);
  return {
    signal: controller.signal,
    done: () => {
      for (const name of names) process.off(name, interrupt);
    },
  };
}

/** What npm tells its scripts of themselves is not for those that they start; what the user set is. */
export function withoutCaller(environment) {
  const callers =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_(local_prefix|userconfig|cache|noproxy))|NABLA_|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !callers.test(name)));
}
