/** The built site as a static host serves it: compressed, without `.html` in addresses, on loopback. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Resolves to the server's address, without a slash at its end, and a function that closes it. `base` is in front. */
export async function serveCompressed(folder, base = '') {
  const cache = new Map();
  const server = createServer(({ url, headers }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = pathname.startsWith(base) ? fileOf(folder, pathname.slice(base.length)) : undefined;
    if (file === undefined) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const compress = type !== 'application/octet-stream' && /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    if (compress && !cache.has(file)) cache.set(file, gzipSync(readFileSync(file)));
    const caching = /\/assets\//.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
    const encoding = compress ? { 'Content-Encoding': 'gzip' } : {};
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': caching, ...encoding });
    response.end(compress ? cache.get(file) : readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}${base}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileOf(folder, path) {
  const file = join(folder, normalize(decodeURIComponent(path)));
  return [file, `${file}.html`, join(file, 'index.html')].find((one) => existsSync(one) && statSync(one).isFile());
}
