import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Server, serveWorkspace } from '../src/index.js';

const SCRIPT = '/packages/golden/scripts/digests.mjs';
const source = readFileSync(new URL(`../../..${SCRIPT}`, import.meta.url), 'utf8');

describe.each([true, false])('isolated: %s', (isolated) => {
  let server: Server;
  beforeAll(async () => {
    server = await serveWorkspace({ isolated });
  });
  afterAll(() => server.close());
  const get = (path: string): Promise<Response> => fetch(new URL(path, server.page('')));

  test('a page has an import map, and loads the module', async () => {
    const text = await (await fetch(server.page(SCRIPT))).text();
    expect(text).toContain('"@nablajs/core":"/packages/core/dist/index.js"');
    expect(text).toContain('"@nablajs/core/testing":"/packages/core/dist/testing/index.js"');
    expect(text).toContain(`<script type="module" src="${SCRIPT}">`);
  });

  test('a page of the workspace is served unchanged, with its query and its fragment', async () => {
    const page = '/examples/browser/worker.html?threads=2';
    expect(server.page(page)).toBe(new URL(page, server.page('')).href);
    expect(server.page(`${page}#part`)).toBe(`${server.page(page)}#part`);
    const response = await get(page);
    expect(response.headers.get('Content-Type')).toBe('text/html');
    expect(await response.text()).toBe(
      readFileSync(new URL('../../../examples/browser/worker.html', import.meta.url), 'utf8'),
    );
  });

  test('a script is served unchanged, with its type', async () => {
    const response = await get(SCRIPT);
    expect(response.headers.get('Content-Type')).toBe('text/javascript');
    expect(await response.text()).toBe(source);
  });

  test('a script below /resolved imports by address', async () => {
    const text = await (await get(`/resolved${SCRIPT}`)).text();
    expect(text).toBe(source.replace("'@nablajs/backend-ts'", "'/resolved/packages/backend-ts/dist/index.js'"));
    expect(text).not.toBe(source);
  });

  test('all responses have the headers of isolation, or none', async () => {
    for (const path of ['/?module=x', SCRIPT, '/none']) {
      const { headers } = await get(path);
      const names = ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy'];
      expect(names.map((name) => headers.get(name))).toEqual(isolated ? ['same-origin', 'require-corp'] : [null, null]);
    }
  });

  test.each(['/none', '/..%2f..%2fetc/passwd', '/packages', '/%'])('%s is not found', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
