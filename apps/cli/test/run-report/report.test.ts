/** `nabla report`: the page of a finished run, and of one that has not ended. */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { writeResults } from '../../src/results/results.js';
import type { RegressionResults } from '../../src/results/results-schema.js';
import type { ReadRun } from '../../src/run-report/read/read-run.js';
import { summarySection } from '../../src/run-report/sections/summary.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { classified, EPOCHS, regressed, sampleRun } from '../helpers/run-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { classifier, DIGITS, labels, reportOf, texts } from './report-page.js';

describe('the report of a classifier', () => {
  let made: ReturnType<typeof reportOf> | undefined;
  /** The same page for all tests, which only read it. */
  const page = (): ReturnType<typeof reportOf> => (made ??= reportOf(classifier()));

  it('has the result and the training on top', async () => {
    const { document, stdout } = await page();
    expect(stdout).toBe('page.html\n');
    expect(texts(document, 'h1')).toEqual(['first']);
    expect(texts(document, '#summary p')).toEqual([
      'A network with a hidden layer of 32 units that tells 3 classes apart, ' +
        'trained on MNIST with adam in batches of 64.',
    ]);
    expect(texts(document, '#summary .stats div')).toEqual([
      'Accuracy75.00 %95 % interval: 30.06 % to 95.44 %, on 4 validation examples, too few to judge a model',
      expect.stringMatching(/^Calibration error\d+\.\d\d %$/),
      'Training loss0.2500of the last epoch',
      'Validation loss0.6000lowest, after epoch 2',
      'Epochs3of 3; 6 steps',
      'Training time1.50 swithout validation',
      'Training examples128in an epoch',
    ]);
    expect(texts(document, '.warning')).toEqual([]);
  });

  it('has curves, and their numbers in a table', async () => {
    const { document } = await page();
    expect(labels(document, '#curves')).toEqual([
      'Loss over the epochs',
      'Loss over the epochs',
      'accuracy over the epochs',
    ]);
    expect(texts(document, '#curves .legend li')).toEqual(['training, by step', 'training', 'validation']);
    const titles = texts(document, '#curves .wide svg title');
    expect(titles).toContain('validation, epoch 2: 0.6000');
    expect(texts(document, '#curves tbody tr')).toEqual([
      '11.0001.10050.00 %500 ms',
      '20.50000.600075.00 %500 ms',
      '30.25000.700080.00 %500 ms',
    ]);
  });

  it('has the confusion matrix with the names of the classes, as a heat map and in numbers', async () => {
    const { document } = await page();
    const [wide, narrow] = labels(document, '#confusion');
    expect(wide).toBe('Confusion matrix of 3 classes: true classes as rows, predicted ones as columns');
    expect(narrow).toBe(wide);
    const shown = texts(document, '#confusion .wide svg text');
    for (const name of DIGITS) expect(shown.filter((text) => text === name)).toHaveLength(2);
    expect(texts(document, '#confusion .wide svg title')).toContain(
      'true one, predicted two: 1 (50.00 % of the class)',
    );
    const [pairs, classes, matrix] = [...document.querySelectorAll('#confusion table')];
    expect(pairs?.querySelector('tbody')?.textContent?.trim()).toBe('onetwo150.00 %');
    expect(classes?.querySelectorAll('tbody tr')[1]?.textContent?.trim()).toBe('one100.00 %50.00 %66.67 %2');
    expect([...(matrix?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent?.trim())).toEqual([
      'zero100',
      'one011',
      'two001',
    ]);
  });

  it('has the mistakes as images, and the calibration', async () => {
    const { document } = await page();
    const [image] = document.querySelectorAll('#mistakes img');
    expect(image?.getAttribute('src')).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(image?.getAttribute('alt')).toBe('example 1');
    expect(texts(document, '#mistakes figcaption')[0]).toMatch(/^true one ?predicted two ?sure 9\d\.\d\d % ?no\. 1$/);
    expect(labels(document, '#calibration')).toEqual(['Accuracy by confidence of the prediction, in ten bins']);
    expect(texts(document, '#calibration tbody tr').at(-1)).toMatch(/^90 % to 100 %4\d\d\.\d\d %75\.00 %$/);
  });

  it('has timing, settings and environment', async () => {
    const { document } = await page();
    expect(texts(document, '#timing .stats div')).toEqual([
      'Median epoch500 mstraining only',
      'Training256examples a second',
      'Validation16examples a second',
    ]);
    const rows = texts(document, '#settings tbody tr');
    expect(rows).toContain('hidden[32]');
    expect(rows).toContain('nodev1');
  });

  it('lists only the most confused pairs if there are too many classes for a heat map', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `class ${at}`);
    const { document } = await reportOf(
      sampleRun({ epochs: EPOCHS, end: 'finished', results: classified(many, [0, 5, 5, 7], [0, 6, 6, 9]) }),
    );
    expect(labels(document, '#confusion')).toEqual([]);
    const [pairs] = document.querySelectorAll('#confusion table');
    expect([...(pairs?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent?.trim())).toEqual([
      'class 5class 62100.00 %',
      'class 7class 91100.00 %',
    ]);
  });
});

describe('the report of a regression', () => {
  const run = (): string =>
    sampleRun({
      epochs: [
        { loss: 1, val_loss: 1, val_r2: 0.2, val_rmse: 3 },
        { loss: 0.5, val_loss: 0.5, val_r2: 0.6, val_rmse: 2 },
      ],
      end: 'finished',
      results: regressed([
        [10, 11],
        [12, 12],
        [14, 12],
        [16, 19],
      ]),
    });

  it('has errors, predicted against true, residuals, and the largest errors as rows', async () => {
    const { document } = await reportOf(run());
    expect(texts(document, '#summary p')[0]).toContain('that predicts price, trained');
    expect(texts(document, '#summary .stats div').slice(0, 2)).toEqual([
      // Four rows are too few for an R2.
      'Mean absolute error1.500on 4 validation examples, too few to judge a model',
      'Root mean squared error1.871',
    ]);
    expect(labels(document, '#curves').slice(2)).toEqual(['r2 over the epochs', 'rmse over the epochs']);
    expect(labels(document, '#predictions')).toEqual([
      'Predicted against true values of price',
      'Histogram of the residuals, predicted minus true',
    ]);
    expect(document.querySelectorAll('#predictions svg path[fill="var(--mark-0)"]').length).toBeGreaterThan(4);
    expect(texts(document, '#mistakes thead')).toEqual(['Row True Predicted Residual rooms'.replaceAll(' ', '')]);
    expect(texts(document, '#mistakes tbody tr')).toEqual([
      '316.0019.003.0005',
      '214.0012.00-2.0004',
      '010.0011.001.0002',
      '112.0012.0003',
    ]);
  });
});

it('a headline says what it is worth', () => {
  const pairs = Array.from({ length: 12 }, (_, at) => [at, at + Math.sin(at)] as const);
  const results = { ...(regressed(pairs) as RegressionResults), epochChosen: true };
  expect(results.intervals).not.toBeNull();
  const run = { results, events: { epochs: [], steps: 0 }, record: { config: {} } } as unknown as ReadRun;
  const page = summarySection(run).text;
  const r2 = /<dt>R²<\/dt><dd>(.*?)<small>95 % interval: (.*?) to (.*?), on 12 validation examples, (.*?)<\/small>/;
  const [, value, low, high, chosen] = r2.exec(page) ?? [];
  expect(Number(low)).toBeLessThan(Number(value));
  expect(Number(high)).toBeGreaterThan(Number(value));
  expect(chosen).toBe('on which the epoch was chosen');
  expect(page).toMatch(/<dt>Mean absolute error<\/dt><dd>0\.\d+<small>95 % interval: 0\.\d+ to 0\.\d+<\/small>/);
});

describe('a run without results', () => {
  it.each([
    ['finished', /no results on its validation data/],
    ['stopped', /was stopped before its end\. Continue it with nabla train --resume/],
    [undefined, /still going, or it was killed/],
  ] as const)('that is %s says so', async (end, note) => {
    const { document } = await reportOf(sampleRun({ epochs: EPOCHS, ...(end !== undefined && { end }) }));
    expect(texts(document, '.warning')).toEqual([expect.stringMatching(note)]);
    expect(document.querySelector('#confusion')).toBeNull();
    expect(labels(document, '#curves')).toHaveLength(3);
    expect(texts(document, '#summary .stats div')[0]).toBe('Validation accuracy80.00 %after the last epoch');
  });

  it('that has continued since says which epoch its results are from', async () => {
    const results = { ...classified(DIGITS, [0, 1], [0, 1]), epochs: 2 };
    const { document } = await reportOf(sampleRun({ epochs: EPOCHS, end: 'finished', results }));
    expect(texts(document, '.warning')).toEqual(['The results below are from epoch 2; the run has continued since.']);
  });

  it('without a finished epoch shows the losses of its steps', async () => {
    const folder = sampleRun();
    const steps = [2, 1].map((loss, at) => ({ event: 'batch', epoch: 1, step: at + 1, steps: 9, rows: 8, loss }));
    appendFileSync(join(folder, 'events.jsonl'), steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
    const { document } = await reportOf(folder);
    expect(texts(document, '#curves .legend li')).toEqual(['training, by step']);
    const nothing = await reportOf(sampleRun());
    expect(texts(nothing.document, '#curves p')).toEqual(['The run has not logged anything yet.']);
  });

  it('with damaged files shows everything that can be read', async () => {
    const folder = sampleRun({ epochs: EPOCHS, end: 'finished' });
    appendFileSync(
      join(folder, 'events.jsonl'),
      'not JSON\n[1]\n{"event":"epoch-end","epoch":4,"loss":null}\n{"event":"ba',
    );
    writeFileSync(join(folder, 'results.json'), '{}');
    const { document, stderr } = await reportOf(folder);
    expect(stderr).toContain('2 lines of events.jsonl are damaged');
    expect(stderr).toMatch(/results\.json: not in nabla's format/);
    expect(texts(document, '.warning')).toEqual([
      expect.stringMatching(/^This run has not ended/),
      expect.stringMatching(/^2 lines/),
      expect.stringMatching(/results\.json: not in nabla's format/),
    ]);
    expect(texts(document, '#curves tbody tr')).toHaveLength(4);
    rmSync(join(folder, 'events.jsonl'));
    expect(texts((await reportOf(folder)).document, '#curves p')).toEqual(['The run has not logged anything yet.']);
  });
});

/** Trains two epochs on images of 4 x 5 pixels, and returns the folder of the run. */
async function trainedRun(): Promise<string> {
  const run = join(temporaryFolder(), 'run');
  const small = ['--backend', 'ts', '--hidden', '12', '--batch-size', '16', '--quiet', '--epochs', '2'];
  const { code, stderr } = await nablaHere(['train', '--data', idxFolder(), ...small, '--run', run]);
  expect(code, stderr).toBe(0);
  return run;
}

describe('a run that was trained', () => {
  it('is the newest one by default, and its report goes to its folder', async () => {
    const cwd = temporaryFolder();
    const small = ['--backend', 'ts', '--hidden', '12', '--optimizer', 'adam', '--batch-size', '16', '--quiet'];
    const train = ['train', '--data', idxFolder(), ...small, '--epochs', '3', '--schedule', 'cosine'];
    const trained = await nablaHere(train, { cwd, env: { NABLA_RUN: '' } });
    expect(trained.code, trained.stderr).toBe(0);
    const { code, stdout, stderr } = await nablaHere(['report'], { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^runs.[\dT-]+-seed.report\.html\n$/);
    const { document } = parseHTML(readFileSync(join(cwd, stdout.trim()), 'utf8'));
    expect(labels(document, '#curves')).toContain('Learning rate over the epochs');
    expect(texts(document, '#curves tbody tr')).toHaveLength(3);
    expect(labels(document, '#weights')).toEqual(['The weights of 12 units of the first layer, as images']);
  });

  it('shows the weights of its first layer as images with the size of its data', async () => {
    const run = await trainedRun();
    const example = { kind: 'image', height: 4, width: 5, channels: 1, pixels: new Uint8Array(20) } as const;
    writeResults(run, classified(DIGITS, [0, 1], [1, 1], example));
    const { document } = await reportOf(run);
    expect(labels(document, '#weights')).toEqual(['The weights of 12 units of the first layer, as images']);
    const images = [...document.querySelectorAll('#weights img')].map((image) => image.getAttribute('src') ?? '');
    expect(images).toHaveLength(12);
    expect(new Set(images).size).toBe(12);
    const { width, height, channels } = decode(Buffer.from((images[0] ?? '').split(',')[1] ?? '', 'base64'));
    expect({ width, height, channels }).toEqual({ width: 5, height: 4, channels: 4 });
  });

  it('with damaged checkpoints shows everything except the weights', async () => {
    const run = await trainedRun();
    const checkpoints = join(run, 'checkpoints');
    for (const name of readdirSync(checkpoints).filter((name) => /^\d/.test(name)))
      truncateSync(join(checkpoints, name, 'tensors.safetensors'), 100);
    const { document, stderr } = await reportOf(run);
    expect(stderr).toMatch(/tensors\.safetensors/);
    expect(texts(document, '.warning').join()).toMatch(/tensors\.safetensors/);
    expect(texts(document, '#curves tbody tr')).toHaveLength(2);
  });
});

describe('--json', () => {
  it("prints the report's data", async () => {
    const folder = classifier();
    const { stdout } = await reportOf(folder, '--json');
    const [line] = jsonLines({ stdout });
    expect(line).toMatchObject({ event: 'report', file: expect.stringMatching(/page\.html$/) });
    const run = (line?.['runs'] as readonly Record<string, unknown>[] | undefined)?.[0];
    expect(run).toMatchObject({
      ...{ run: folder, status: 'finished', plannedEpochs: 3, steps: 6, stepsPerEpoch: 2, learningRates: null },
      ...{
        results: { kind: 'classification', accuracy: 0.75 },
        firstLayer: null,
        problems: [],
        config: { hidden: [32] },
      },
    });
    expect((run?.['epochs'] as object[] | undefined)?.[1]).toEqual({
      ...{ epoch: 2, seconds: 0.5, rows: 128 },
      values: { loss: 0.5, val_loss: 0.6, val_accuracy: 0.75 },
    });
    expect((run?.['stepLosses'] as object[] | undefined)?.[1]).toEqual([2, 0.9]);
  });
});

describe('is refused', () => {
  it.each([
    ['no run at all', [], /^nabla: report: there is no run in .*runs\. Name the folder of a run: report FOLDER\./],
    ['a folder that is not a run', ['.'], /report: .* is not the folder of a run: it has no run\.json/],
    ['an empty path', [''], /expected paths. Received an empty string/],
    ['too many runs', new Array(21).fill('x'), /expected at most 20 runs. Received 21/],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await nablaHere(['report', ...args], { cwd: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('a file that is not writable', async () => {
    const out = join(temporaryFolder(), 'gone', 'page.html');
    const { code, stderr } = await nablaHere(['report', classifier(), '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no such file or folder/);
    expect(existsSync(out)).toBe(false);
  });
});
