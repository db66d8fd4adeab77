/** The server of `nabla serve`, with a model that answers the sum of its inputs. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type DenseArray, dense } from '@nablajs/core';
import { TableEncoder, type TableForm, type TableRows } from '@nablajs/datasets';
import { expect, it, onTestFinished } from 'vitest';
import { hostCheck } from '../../src/serve/allowed-hosts.js';
import { type Answering, ModelServer, type ServerOptions } from '../../src/serve/model-server.js';
import { SharedMemory } from '../../src/serve/shared-memory.js';

const form: TableForm = {
  type: 'table',
  columns: [{ name: 'a', kind: 'number', mean: 0, standardDeviation: 1, missing: false }],
  target: { name: 'price', kind: 'number', mean: 0, standardDeviation: 1 },
};

const model: Answering = {
  form,
  task: { kind: 'regression', target: 'price', mean: 0, standardDeviation: 1 },
  hasIntervals: false,
  explains: false,
  encodeRows({ columns, decimalComma, rows, firstRow }: TableRows) {
    const encoder = new TableEncoder(form, { name: 'it', columns, decimalComma, dtype: 'float32' });
    const x = encoder.inputs(rows, firstRow);
    const { unknown, firstUnknown, empty, firstEmpty } = encoder;
    return { x, unknown, firstUnknown, empty, firstEmpty };
  },
  encodeImage: () => dense(new Float32Array(0), [0]),
  encodeArrays: () => [],
  answers: async ([x]: readonly DenseArray[]) => Array.from(x?.data ?? [], (value) => ({ kind: 'number', value })),
};

async function listen(
  options: Partial<ServerOptions> = {},
  answering: Answering = model,
): Promise<{ server: ModelServer; port: number }> {
  const defaults = {
    host: '127.0.0.1',
    port: 0,
    maxBody: 1000,
    maxLength: 100,
    timeout: 60_000,
    allowedHosts: [],
    origins: [],
  };
  const server = await ModelServer.listen(answering, { ...defaults, ...options });
  onTestFinished(() => server.close());
  return { server, port: Number(new URL(server.address).port) };
}

/** Connects and sends `sent`. */
function client(port: number, sent = ''): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(sent)).setEncoding('latin1');
  onTestFinished(() => void socket.destroy());
  return socket;
}

const post = (length: number, body: string): string =>
  `POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function ask(port: number, method: string, path: string, headers: Record<string, string>): Promise<Received> {
  const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
  sent.end(method === 'POST' ? '{"a": 2}' : undefined);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

it('closes the connection if it did not read a body: the next request would be a part of it', async () => {
  const { port } = await listen({ timeout: 200 });
  const socket = client(port, post(2000, '[{"a":'));
  const [answer] = await once(socket, 'data');
  expect(answer).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
  socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
  expect(await text(socket)).not.toContain('HTTP/1.1 200');
});

it.each([
  ['announced', post(5e6, '')],
  ['in chunks', `${post(0, '').replace('content-length: 0', 'transfer-encoding: chunked')}4c4b40\r\n`],
])('answers a client that sends too much, and reads before it has sent all: %s', async (_, head) => {
  const { port } = await listen();
  const socket = client(port, `${head}${' '.repeat(5e6)}\r\n0\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n.*at most 1000 bytes/is);
});

it('refuses a body that does not fit into memory beside the others, and takes it once they are answered', async () => {
  const { port } = await listen();
  const clients = Array.from({ length: 11 }, () => client(port, post(1000, '[{"a":1}'.padEnd(999))));
  const answers = clients.map(async (socket) => (await once(socket, 'data'))[0]);
  const refused = await Promise.race(answers);
  expect(refused).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n.*"error":"The server has no memory/is);
  for (const socket of clients) socket.write(']');
  expect((await Promise.all(answers)).filter((answer) => answer.startsWith('HTTP/1.1 200 '))).toHaveLength(10);
  expect(await ask(port, 'POST', '/predict', { 'content-type': 'application/json' })).toMatchObject({ status: 200 });
});

it('gives a single request more memory than all may share', () => {
  const memory = new SharedMemory(10);
  const [first, second] = [memory.share(), memory.share()];
  first.resize(20);
  expect(() => second.resize(1)).toThrow(expect.objectContaining({ status: 503 }));
  first.resize(5);
  second.resize(5);
  expect(() => second.resize(6)).toThrow(expect.objectContaining({ status: 503 }));
  first[Symbol.dispose]();
  second.resize(10);
});

it('closes a connection that sends nothing', async () => {
  const { port } = await listen({ timeout: 40 });
  expect(await text(client(port))).toMatch(/^HTTP\/1\.1 408 /);
});

it('keeps a connection while it computes the answer', async () => {
  const answers = async () => {
    await setTimeout(150);
    return [{ kind: 'number', value: 7 }] as const;
  };
  const { port } = await listen({ timeout: 40 }, { ...model, answers: async () => [...(await answers())] });
  const received = await ask(port, 'POST', '/predict', { 'content-type': 'application/json' });
  expect(received.body).toBe('{"predictions":[{"prediction":7}]}\n');
});

it('closes the connection of a client that does not read its answer', async () => {
  const answer = { kind: 'class', class: 'x'.repeat(3e7), probability: 1, top: [] } as const;
  const { port } = await listen({ timeout: 40 }, { ...model, answers: async () => [answer] });
  const socket = client(port, post(8, '{"a": 1}'))
    .pause()
    .on('error', () => undefined);
  // It does not notice the end of a connection that it does not read, until it writes.
  for (let tries = 0; tries < 20 && !socket.destroyed; tries++) {
    await setTimeout(200);
    socket.write('\r\n');
  }
  expect(socket.destroyed).toBe(true);
});

it('answers the requests that wait to be accepted when it stops', async () => {
  const { server, port } = await listen();
  const clients = Array.from({ length: 5 }, () => client(port, post(8, '{"a": 3}')));
  const idle = client(port);
  // The system has connected them, and the server has not accepted them.
  await new Promise((resolve) => process.nextTick(resolve));
  const closed = server.close();
  for (const answer of await Promise.all(clients.map(text))) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*\{"predictions":\[\{"prediction":3\}\]\}\n$/s);
  }
  await Promise.all([closed, once(idle, 'close')]);
});

it.each([
  ['127.0.0.1', [], ['localhost', 'LOCALHOST:80', '127.0.0.1:8080', '[::1]:3'], ['evil.com', '127.0.0.1.evil.com', '']],
  ['::1', [], ['localhost:1', '[::1]'], ['evil.com:8080', '::1.evil.com']],
  ['127.0.1.1', ['Box.lan'], ['127.0.1.1', 'box.lan:80', 'localhost'], ['evil.com', 'a.box.lan']],
  ['0.0.0.0', [], ['evil.com', ''], []],
  ['192.168.0.2', ['box.lan'], ['box.lan', '192.168.0.2:80', 'localhost'], ['evil.com']],
])('on %s, with %j allowed, it answers %j and refuses %j', (address, allowed, answered, refused) => {
  const check = hostCheck(address, allowed);
  for (const host of answered) expect(() => check(host)).not.toThrow();
  for (const host of refused) expect(() => check(host)).toThrow(expect.objectContaining({ status: 421 }));
});

it('refuses a foreign host for every path', async () => {
  const { port } = await listen({ allowedHosts: ['example.com'] });
  for (const [method, path] of [
    ['GET', '/health'],
    ['POST', '/predict'],
    ['OPTIONS', '/predict'],
  ] as const) {
    const { status, body } = await ask(port, method, path, { host: 'evil.com:8080' });
    expect([status, body]).toEqual([421, expect.stringContaining("or example.com. Received 'evil.com'; start")]);
  }
  expect(await ask(port, 'GET', '/health', { host: 'example.com' })).toMatchObject({ status: 200 });
});

it('lets pages of the origins read answers, errors too, and no others', async () => {
  const { port } = await listen({ origins: ['https://a.example', 'http://localhost:5173'] });
  const type = 'application/json';
  for (const origin of ['https://a.example', 'http://localhost:5173']) {
    const preflight = await ask(port, 'OPTIONS', '/predict', { origin, 'access-control-request-method': 'POST' });
    expect(preflight).toMatchObject({ status: 204, body: '' });
    expect(preflight.headers).toMatchObject({
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
    });
    const answers = [
      await ask(port, 'POST', '/predict', { origin, 'content-type': type }),
      await ask(port, 'POST', '/predict', { origin, 'content-type': 'text/html' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 415]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ vary: 'Origin', 'access-control-allow-origin': origin });
    }
  }
  for (const origin of ['https://a.example.evil', 'null', 'http://a.example']) {
    const [preflight, answer] = [
      await ask(port, 'OPTIONS', '/predict', { origin, 'access-control-request-method': 'POST' }),
      await ask(port, 'POST', '/predict', { origin, 'content-type': type }),
    ];
    for (const { headers } of [preflight, answer]) {
      expect(headers).toHaveProperty('vary', 'Origin');
      expect(Object.keys(headers).join()).not.toContain('access-control');
    }
  }
});

it('has no headers of CORS, and no OPTIONS, unless origins are named', async () => {
  const { port } = await listen();
  const origin = 'https://a.example';
  const { status, headers } = await ask(port, 'OPTIONS', '/predict', { origin });
  expect([status, headers['vary'], headers['access-control-allow-origin']]).toEqual([405, undefined, undefined]);
});
