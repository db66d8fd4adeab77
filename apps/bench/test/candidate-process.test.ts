import { describe, expect, it } from 'vitest';
import { CandidateProcess } from '../src/candidate-process.js';

/** A candidate whose process runs this. */
const running = (code: string): CandidateProcess =>
  new CandidateProcess({ command: process.execPath, args: ['--input-type=module', '-e', code] });

const ECHO = `
  import { createInterface } from 'node:readline';
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify({ ok: true, did: JSON.parse(line).do }));
  }`;

describe('a candidate', () => {
  it('answers in order', async () => {
    const candidate = running(ECHO);
    const answers = [candidate.ask({ do: 'hello' }), candidate.ask({ do: 'release' })];
    expect(await Promise.all(answers)).toEqual([
      { ok: true, did: 'hello' },
      { ok: true, did: 'release' },
    ]);
    await candidate.close();
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with 0');
  });

  it('that ends is told of with its last words', async () => {
    const candidate = running("console.error('line one\\nno GPU'); process.exit(3);");
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with 3: no GPU');
  });

  it('that answers with what is no JSON', async () => {
    const candidate = running("console.log('hello there'); setInterval(() => {}, 1000);");
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('what is no JSON: hello there');
    candidate.kill();
  });

  it('that cannot be started', async () => {
    const candidate = new CandidateProcess({ command: '/no/such/program', args: [] });
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('ENOENT');
  });

  it('is killed by the signal that ends the wait', async () => {
    const candidate = running('setInterval(() => {}, 1000);');
    const controller = new AbortController();
    const asking = candidate.ask({ do: 'hello' }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    await expect(candidate.ask({ do: 'hello' })).rejects.toThrow('its process ended with SIGKILL');
  });
});
