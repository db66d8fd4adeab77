import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { folderWithBook, QUICK, shortEpochs } from './book.js';

it.skipIf(!HAS_SIGNALS)(
  'a text training that stops within an epoch continues with the same bits, and its run is a model',
  async () => {
    shortEpochs();
    const cwd = folderWithBook();
    const args = ['train', 'book.txt', ...QUICK, '--schedule', 'constant', '--json', '--epochs'];
    const endless = [...args, '100000', '--run', 'part', '--early-stopping', '100000'];
    const stopped = await nablaStopped(endless, [/"epoch":1,/, 'SIGTERM'], { cwd });
    expect(stopped.code).toBe(143);
    const epochs = `${(jsonLines(stopped).at(-1)?.['epochs'] as number) + 1}`;
    const resumed = jsonLines(await nablaHere(['train', '--resume', 'part', '--epochs', epochs, '--json'], { cwd }));
    const whole = jsonLines(await nablaHere([...args, epochs, '--early-stopping', '100000'], { cwd }));
    const bits = ({ testLoss, trainLoss, testAccuracy, epochs: done }: (typeof whole)[number]): unknown => [
      ...[testLoss, trainLoss, testAccuracy, done],
    ];
    expect(bits(resumed.at(-1) ?? {})).toEqual(bits(whole.at(-1) ?? {}));
    expect(resumed.at(-2)?.['sample']).toBe(whole.at(-2)?.['sample']);
    // A run is a model.
    const written = await nablaHere(['generate', join(cwd, 'part'), '--length', '3', '--json'], { cwd });
    const [text] = jsonLines(written);
    expect(text).toMatchObject({ event: 'text', prompt: '', length: 3 });
    const port = await freePort();
    const server = startNabla(['serve', 'part', '--port', `${port}`, '--max-length', '50'], { cwd });
    await server.sees(/Listening on/);
    const ask = (body: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/generate`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      });
    expect(await (await ask({ length: 3 })).json()).toEqual({ text: text?.['text'], tokens: 3 });
    expect((await ask({ length: 51 })).status).toBe(400);
    const events = await (await ask({ length: 3, stream: true })).text();
    expect(events).toMatch(/^(data: \{"text":".*"\}\n\n){3}event: done\ndata: \{"tokens":3\}\n\n$/);
    server.child.kill('SIGTERM');
    expect((await server.finished).code).toBe(0);
  },
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
