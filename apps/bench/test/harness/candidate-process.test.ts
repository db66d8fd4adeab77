import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CandidateProcess, NoAnswer } from '../../src/harness/candidate-process.js';
import type { Workload } from '../../src/workloads/workload.js';

const workload: Workload = {
  suite: 'ops',
  name: 'softmax',
  kind: 'softmax',
  dtype: 'float32',
  flops: null,
  inputs: {},
};

/** A candidate whose process runs this code. */
const running = (code: string): CandidateProcess =>
  new CandidateProcess({ command: process.execPath, args: ['--input-type=module', '-e', code] });

const ECHO = `
  import { createInterface } from 'node:readline';
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify({ ok: false, error: JSON.parse(line).do }));
  }`;

describe('a candidate', () => {
  it('answers in order', async () => {
    const candidate = running(ECHO);
    const answers = [candidate.ask({ do: 'hello' }), candidate.ask({ do: 'release' })];
    expect(await Promise.all(answers)).toEqual([
      { ok: false, error: 'hello' },
      { ok: false, error: 'release' },
    ]);
    await candidate.close();
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with 0');
  });

  it('that ends is an error with the last line of stderr', async () => {
    const candidate = running("console.error('line one\\nno GPU'); process.exit(3);");
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with 3: no GPU');
  });

  it('that does not answer with JSON is an error', async () => {
    const candidate = running("console.log('hello there'); setInterval(() => {}, 1000);");
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its answer is not JSON: hello there');
    candidate.kill();
  });

  it('that does not start is an error', async () => {
    const candidate = new CandidateProcess({ command: '/no/such/program', args: [] });
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('ENOENT');
  });

  it('that does not answer in time is killed, with everything that it has started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-hung-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const beat = join(folder, 'beat');
    const child = `setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(beat)}, '.'), 20)`;
    const candidate = running(
      `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(child)}]); setInterval(() => {}, 1000);`,
    );
    await expect.poll(() => existsSync(beat)).toBe(true);
    const error = await candidate.ask({ do: 'prepare', workload, folder }, { seconds: 0.7 }).catch((reason) => reason);
    expect(error).toBeInstanceOf(NoAnswer);
    expect(error).toMatchObject({ asked: 'prepare', message: "it did not answer 'prepare' within 0.7 s" });
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow(NoAnswer);
    await setTimeout(100);
    const beats = readFileSync(beat, 'utf8');
    expect(beats).not.toBe('');
    await setTimeout(200);
    expect(readFileSync(beat, 'utf8')).toBe(beats);
  });

  it('may have more time than a timer can wait for', async () => {
    const candidate = running(ECHO);
    expect(await candidate.ask({ do: 'hello' }, { seconds: 1e9 })).toEqual({ ok: false, error: 'hello' });
    await candidate.close();
  });

  it('is killed when the signal aborts', async () => {
    const candidate = running('setInterval(() => {}, 1000);');
    const controller = new AbortController();
    const asking = candidate.ask({ do: 'hello' }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with SIGKILL');
  });
});
