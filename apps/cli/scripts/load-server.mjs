// Starts `nabla serve`, and sends good, malformed, oversized and slow requests from many clients at once. Exits with 1
// if an answer is wrong, if the memory grows, or if the server does not stop properly. Needs the built package (npm run
// build).
//
//   node apps/cli/scripts/load-server.mjs [--requests 10000] [--clients 32]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, clients: { type: 'string', default: '32' } },
});
const [REQUESTS, CLIENTS] = [Number(values.requests), Number(values.clients)];
const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nabla-serve-'));

const point = (index) => ({
  x: Math.cos(index * 1.7),
  y: Math.sin(index * 2.3),
  colour: index % 3 === 0 ? 'red' : 'blue',
});

function trainModel() {
  const lines = Array.from({ length: 300 }, (_, index) => {
    const { x, y, colour } = point(index);
    return `${x},${y},${colour},${x > y ? 'right' : 'left'}`;
  });
  writeFileSync(join(folder, 'points.csv'), `x,y,colour,side\n${lines.join('\n')}\n`);
  const args = ['train', 'points.csv', '--target', 'side', '--out', 'model', '--no-run', '--quiet', '--epochs', '20'];
  execFileSync(process.execPath, [NABLA, ...args], { cwd: folder });
}

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

/** Resolves to the status and the parsed body. */
function ask(base, body, { type = 'application/json', onBegun } = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      agent,
      headers: { 'content-type': type, 'content-length': Buffer.byteLength(body) },
    };
    if (onBegun !== undefined) options.headers.expect = '100-continue';
    const sent = httpRequest(`${base}/predict`, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, value: JSON.parse(text) }));
    });
    sent.on('error', reject);
    if (onBegun === undefined) {
      sent.end(body);
      return;
    }
    // The server has the request when it asks for the body.
    sent.flushHeaders();
    sent.on('continue', () => {
      sent.end(body);
      onBegun();
    });
  });
}

/** Sends raw text and nothing more. Resolves to the response's status, or 0 if the server closes without one. */
function rawStatus({ port }, text) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
  });
}

const problems = [];
const expectStatus = (what, received, expected) => {
  if (received !== expected) problems.push(`${what}: expected ${expected}. Received ${received}.`);
  console.log(`${what}: ${received}`);
};

const residentMegabytes = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function load(base, pid) {
  const sizes = [];
  const latencies = [];
  let next = 0;
  const client = async () => {
    while (next < REQUESTS) {
      const index = next++;
      const rows = Array.from({ length: 1 + (index % 4) }, (_, row) => point(index + row));
      const start = performance.now();
      const { status, value } = await ask(base, JSON.stringify(rows));
      latencies.push(performance.now() - start);
      const isRight = status === 200 && value.predictions.length === rows.length;
      const sure = rows.every(({ x, y }, row) => {
        const { prediction } = value.predictions?.[row] ?? {};
        return Math.abs(x - y) < 0.5 || prediction === (x > y ? 'right' : 'left');
      });
      if (!isRight || !sure) problems.push(`request ${index}: ${status} ${JSON.stringify(value).slice(0, 200)}`);
      if (index % Math.ceil(REQUESTS / 20) === 0) sizes.push(residentMegabytes(pid));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - start) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(share * (latencies.length - 1))].toFixed(1);
  console.log(
    `${REQUESTS} requests by ${CLIENTS} clients in ${seconds.toFixed(1)} s: ` +
      `median ${at(0.5)} ms, 99 % within ${at(0.99)} ms`,
  );
  console.log(`memory in MB, measured twenty times: ${sizes.map((size) => size.toFixed(0)).join(' ')}`);
  // The first half warms up the compiler and the garbage collector.
  const half = Math.floor(sizes.length / 2);
  const [early, late] = [sizes.slice(half, half + 3), sizes.slice(-3)].map((list) => Math.min(...list));
  if (sizes.length >= 10 && late > early * 1.1) problems.push(`the memory grew from ${early} MB to ${late} MB`);
}

async function attack(base) {
  const url = new URL(base);
  const post = (headers, body = '') => `POST /predict HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n\r\n${body}`;
  const json = 'content-type: application/json';
  expectStatus('no JSON', (await ask(base, '{"x":')).status, 400);
  expectStatus('other JSON', (await ask(base, '[1, 2]')).status, 400);
  expectStatus('a million brackets', (await ask(base, '['.repeat(1e6))).status, 400);
  expectStatus('a missing column', (await ask(base, '[{"x": 1}]')).status, 400);
  expectStatus('a text for a number', (await ask(base, JSON.stringify([{ ...point(1), x: 'wide' }]))).status, 400);
  expectStatus('another type', (await ask(base, 'a', { type: 'text/html' })).status, 415);
  expectStatus('CSV', (await ask(base, 'colour,y,x\nred,0,5\n', { type: 'text/csv' })).status, 200);
  expectStatus(
    'CSV of 20,000 rows',
    (await ask(base, `x,y,colour\n${'1,2,red\n'.repeat(20_000)}`, { type: 'text/csv' })).status,
    400,
  );
  expectStatus(
    'CSV that ends in a quote',
    (await ask(base, 'colour,y,x\n"red,0,5\n', { type: 'text/csv' })).status,
    400,
  );
  expectStatus('2 MB', (await ask(base, ' '.repeat(2e6))).status, 413);
  expectStatus('2 MB announced', await rawStatus(url, post(`${json}\r\ncontent-length: 2000000`)), 413);
  expectStatus('a body that never comes', await rawStatus(url, post(`${json}\r\ncontent-length: 100`, '[')), 408);
  expectStatus('a header that never ends', await rawStatus(url, 'POST /predict HTTP/1.1\r\nhost: localhost'), 408);
  expectStatus('no HTTP', await rawStatus(url, 'hello\r\n\r\n'), 400);
  expectStatus(
    'another host',
    await rawStatus(url, 'GET / HTTP/1.1\r\nhost: evil.com\r\nconnection: close\r\n\r\n'),
    421,
  );
  expectStatus('a connection without a request', await rawStatus(url, ''), 408);
  expectStatus('GET', (await fetch(`${base}/predict`)).status, 405);
  expectStatus('another path', (await fetch(`${base}/../etc/passwd`)).status, 404);
  expectStatus('OpenAPI', (await (await fetch(`${base}/openapi.json`)).json()).openapi, '3.1.0');
}

/**
 * Stops the server with SIGTERM. It must answer all requests that have begun and exit with 0, although one client keeps
 * sending requests on its connection and another never sends its whole body.
 */
async function stop(server, base) {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const rows = JSON.stringify(Array.from({ length: 5000 }, (_, index) => point(index)));
  const slow = rawStatus(new URL(base), 'POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n[');
  let isOver = false;
  const busy = (async () => {
    while (!isOver) if ((await ask(base, JSON.stringify([point(1)])).catch(() => undefined)) === undefined) return;
  })();
  const begun = [];
  const asked = Promise.all(
    Array.from({ length: 8 }, () => {
      let onBegun;
      begun.push(new Promise((resolve) => (onBegun = resolve)));
      return ask(base, rows, { onBegun });
    }),
  );
  await Promise.race([Promise.all(begun), asked]);
  server.kill('SIGTERM');
  const answers = await asked.catch((error) => [{ status: `${error}` }]);
  for (const { status } of answers) if (status !== 200) problems.push(`a request at the stop: ${status}`);
  const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
  expectStatus('exit code', await ended, 0);
  clearTimeout(late);
  isOver = true;
  agent.destroy();
  await Promise.all([slow, busy]);
}

try {
  trainModel();
  const args = [NABLA, 'serve', 'model', '--port', '0', '--max-body', '1', '--timeout', '2', '--json'];
  const server = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise((resolve) =>
    createInterface(server.stdout).once('line', (...found) => resolve(found)),
  );
  const { address } = JSON.parse(line);
  await load(address, server.pid);
  await attack(address);
  await stop(server, address);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems.slice(0, 20)) console.error(`FAILED: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
