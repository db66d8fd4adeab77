/** Serves the workspace to pages: the built files without a bundler. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { importMap } from './import-map.js';

const ROOT = new URL('../../../', import.meta.url);

const SCRIPT = 'text/javascript';
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': SCRIPT,
  '.mjs': SCRIPT,
  '.wasm': 'application/wasm',
};

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Below this path, modules import each other by address, because workers have no import map. */
const RESOLVED = '/resolved';

type Names = ReadonlyMap<string, string>;

export interface ServeOptions {
  /** Whether pages are cross-origin isolated, so their threads can share memory. */
  readonly isolated: boolean;
}

export interface Server {
  /** Returns the URL of a page in the workspace (`/….html`, with or without `?…` and `#…`), or of one for a module. */
  page(path: string): string;
  close(): Promise<void>;
}

/**
 * Serves the files of the workspace at their paths, and below `/resolved` with imports of packages resolved, for
 * workers.
 */
export async function serveWorkspace({ isolated }: ServeOptions): Promise<Server> {
  const names = importMap(ROOT);
  const headers = isolated ? ISOLATION : {};
  const server = createServer((request, response) => {
    answer(request, names).then(
      ({ type, body }) => response.writeHead(200, { ...headers, 'Content-Type': type }).end(body),
      () => response.writeHead(404, headers).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    page: (path) => `http://127.0.0.1:${port}${/\.html([?#]|$)/.test(path) ? path : `/?module=${path}`}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
}

async function answer({ url = '/' }: IncomingMessage, names: Names): Promise<Answer> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname === '/') return { type: 'text/html', body: pageOf(searchParams.get('module') ?? '', names) };
  const resolve = pathname.startsWith(`${RESOLVED}/`);
  const path = resolve ? pathname.slice(RESOLVED.length) : pathname;
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  const body = await readFile(new URL(`.${path}`, ROOT));
  return { type, body: resolve && type === SCRIPT ? resolveNames(body.toString(), names) : body };
}

/** Returns an empty page that loads a module. It has an icon, because the browser would request one otherwise. */
function pageOf(module: string, names: Names): string {
  return `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(names) })}</script>
<script type="module" src="${module}"></script>
`;
}

function resolveNames(source: string, names: Names): string {
  return source.replace(/\b(from|import) (['"])(.+?)\2/g, (found, word: string, _quote, name: string) => {
    const path = names.get(name);
    return path === undefined ? found : `${word} '${RESOLVED}${path}'`;
  });
}
