/** `POST /generate`, with a writer that repeats the prompt. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { NablaError } from '@nablajs/core';
import { expect, it, onTestFinished } from 'vitest';
import { MOST_TEXTS, type Writing } from '../../src/serve/generate-route.js';
import { ModelServer } from '../../src/serve/model-server.js';
import type { WriteOptions } from '../../src/text/write-options.js';

const form = { type: 'text', tokenizer: { type: 'bytes' }, context: 8 } as const;

/** Writes the prompt's letters again and again, and `n` empty pieces between. `!` is an error, and `@` waits. */
class Echo implements Writing {
  readonly form = form;
  readonly asked: WriteOptions[] = [];
  /** How many texts were begun and ended. */
  readonly count = { begun: 0, ended: 0 };
  release: () => void = () => {};
  readonly #released: Promise<void> = new Promise((resolve) => {
    this.release = resolve;
  });

  encode(prompt: string): { tokens: Int32Array; unknown: number } {
    const tokens = Int32Array.from(new TextEncoder().encode(prompt));
    return { tokens, unknown: tokens.filter((token) => token === 63).length };
  }

  async *write(tokens: Int32Array, options: WriteOptions): AsyncGenerator<string> {
    this.asked.push(options);
    this.count.begun++;
    try {
      for (let at = 0; at < options.length; at++) {
        const letter = String.fromCharCode(tokens[at % tokens.length] as number);
        if (letter === '!') throw new NablaError('data', 'it broke');
        if (letter === '@') await this.#released;
        yield letter;
      }
    } finally {
      this.count.ended++;
    }
  }
}

async function listen(writer: Writing, options: { origins?: string[] } = {}): Promise<number> {
  const limits = { host: '127.0.0.1', port: 0, maxBody: 300_000, maxLength: 1000, timeout: 60_000 };
  const server = await ModelServer.listen(writer, { ...limits, allowedHosts: [], origins: [], ...options });
  onTestFinished(() => server.close());
  return Number(new URL(server.address).port);
}

async function post(port: number, body: unknown, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const own = { 'content-type': 'application/json', ...headers };
  const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/generate', headers: own, agent: false });
  sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  sent.on('error', () => {});
  const [response] = await once(sent, 'response');
  return response as IncomingMessage;
}

const ask = async (port: number, body: unknown, headers = {}): Promise<[number | undefined, unknown]> => {
  const response = await post(port, body, headers);
  return [response.statusCode, JSON.parse(await text(response))];
};

it('answers the whole text, with the options of the request', async () => {
  const writer = new Echo();
  const port = await listen(writer);
  const options = { length: 5, temperature: 0.5, topK: 3, topP: 0.9, seed: 7 };
  expect(await ask(port, { prompt: 'ab?', ...options })).toEqual([200, { text: 'ab?ab', tokens: 5, unknown: 1 }]);
  expect(writer.asked).toEqual([options]);
  const [, answer] = await ask(port, { prompt: 'a' });
  expect(answer).toEqual({ text: 'a'.repeat(200), tokens: 200 });
});

it('streams server-sent events, which pages of other origins may read', async () => {
  const port = await listen(new Echo(), { origins: ['https://example.com'] });
  const headers = { origin: 'https://example.com' };
  const response = await post(port, { prompt: 'a\n', length: 3, stream: true }, headers);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'access-control-allow-origin': 'https://example.com',
  });
  expect(await text(response)).toBe(
    'data: {"text":"a"}\n\ndata: {"text":"\\n"}\n\ndata: {"text":"a"}\n\nevent: done\ndata: {"tokens":3}\n\n',
  );
});

it('says in the stream what went wrong', async () => {
  const port = await listen(new Echo());
  const streamed = await text(await post(port, { prompt: 'a!', stream: true }));
  expect(streamed).toBe('data: {"text":"a"}\n\nevent: error\ndata: {"error":"it broke"}\n\n');
  expect(await ask(port, { prompt: 'a!' })).toEqual([400, { error: 'it broke' }]);
});

it.each([
  ['[]', 400, 'Expected an object, such as { "prompt": "It is" }. Received something else.'],
  ['{', 400, 'Expected JSON in UTF-8. Received something else.'],
  [{ lenght: 3 }, 400, "Received 'lenght'."],
  [{ prompt: 3 }, 400, 'prompt: expected a text of at most 100000 characters. Received another value.'],
  [{ prompt: 'a'.repeat(100_001) }, 400, 'prompt: expected a text of at most 100000 characters.'],
  [{ prompt: 'a'.repeat(300_000) }, 413, 'Expected a body of at most 300000 bytes.'],
  [{ stream: 'yes' }, 400, 'stream: expected true or false.'],
  [{ length: 1001 }, 400, 'length: expected at most 1000 tokens. Received 1001.'],
  [{ length: '5' }, 400, 'length: expected a whole number of at least 1.'],
  [{ temperature: -1 }, 400, 'temperature: expected a number of at least 0.'],
  [{ topK: 0 }, 400, 'topK: expected a whole number of at least 1.'],
  [{ topP: 1.5 }, 400, 'topP: expected a number above 0, at most 1.'],
  [{ seed: 0.5 }, 400, 'seed: expected a whole number from 0 to 2^53 - 1.'],
])('refuses %j', async (body, status, message) => {
  const writer = new Echo();
  const [code, answer] = await ask(await listen(writer), body);
  expect([code, answer]).toEqual([status, { error: expect.stringContaining(message) }]);
  expect(writer.count.begun).toBe(0);
});

it('refuses other types and routes', async () => {
  const port = await listen(new Echo());
  const [code, answer] = await ask(port, 'a', { 'content-type': 'text/plain' });
  expect([code, answer]).toEqual([415, { error: "Expected a body of type application/json. Received 'text/plain'." }]);
  const get = async (path: string): Promise<[number, Record<string, unknown>]> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, (await response.json()) as Record<string, unknown>];
  };
  expect(await get('/predict')).toEqual([404, { error: 'There is no /predict. See GET /openapi.json.' }]);
  expect((await get('/'))[1]).toMatchObject({ generate: 'POST /generate' });
  const [, document] = await get('/openapi.json');
  expect(document).toMatchObject({
    paths: {
      '/generate': {
        post: {
          requestBody: { content: { 'application/json': { schema: { properties: { length: { maximum: 1000 } } } } } },
          responses: { 200: {}, 503: {} },
        },
      },
      '/health': {},
    },
  });
});

it('writes a few texts at the same time, and stops when a client has gone', async () => {
  const writer = new Echo();
  const port = await listen(writer);
  const streams = await Promise.all(
    Array.from({ length: MOST_TEXTS }, () => post(port, { prompt: 'a@', length: 900, stream: true })),
  );
  const [code, answer] = await ask(port, { prompt: 'a', length: 1 });
  expect([code, answer]).toEqual([503, { error: 'The server writes 8 texts at the same time. Try again.' }]);
  for (const stream of streams) stream.destroy();
  await setTimeout(20);
  writer.release();
  while (writer.count.ended < MOST_TEXTS) await setTimeout(5);
  expect(await ask(port, { prompt: 'a', length: 1 })).toEqual([200, { text: 'a', tokens: 1 }]);
});
