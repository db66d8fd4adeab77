import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { folderWithBook, QUICK } from './book.js';

it.skipIf(!HAS_SIGNALS)('a text training that stops within an epoch continues with the same bits', async () => {
  const cwd = folderWithBook();
  const args = ['train', 'book.txt', ...QUICK, '--schedule', 'constant', '--json', '--epochs'];
  const run = startNabla([...args, '100000', '--run', 'part', '--early-stopping', '100000'], { cwd });
  await run.sees(/"epoch":2,/);
  run.child.kill('SIGTERM');
  const stopped = await run.finished;
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
  expect(jsonLines(written)[0]).toMatchObject({ event: 'text', prompt: '', length: 3 });
});
