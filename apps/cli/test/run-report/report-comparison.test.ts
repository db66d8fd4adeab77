/** `nabla report` of several runs. */
import { describe, expect, it } from 'vitest';
import { classified, EPOCHS, sampleRun } from '../helpers/run-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { DIGITS, labels, reportOf, texts } from './report-page.js';

describe('a comparison', () => {
  const sampleRuns = (parent = temporaryFolder()): string[] => [
    sampleRun({
      parent,
      name: 'first',
      epochs: EPOCHS,
      end: 'finished',
      results: classified(DIGITS, [0, 1, 2, 1], [0, 2, 2, 1]),
    }),
    sampleRun({
      ...{
        parent,
        name: 'second',
        config: { learningRate: 0.5, clipNorm: 1 },
        epochs: EPOCHS.slice(0, 2),
        end: 'stopped',
      },
      results: classified(DIGITS, [0, 1, 2, 1], [0, 1, 2, 1]),
    }),
    sampleRun({ parent, name: 'third' }),
  ];

  it('has only the settings that differ', async () => {
    const { document } = await reportOf(...sampleRuns());
    expect(texts(document, 'h1')).toEqual(['3 runs compared']);
    expect(texts(document, '#settings thead th')).toEqual(['Setting', 'first', 'second', 'third']);
    expect(texts(document, '#settings tbody tr')).toEqual(['learningRate0.010.50.01', 'clipNorm-1-']);
  });

  it('has results side by side, and marks the best', async () => {
    const { document } = await reportOf(...sampleRuns());
    const rows = texts(document, '#results tbody tr');
    expect(rows.slice(1, 3)).toEqual(['Statusfinishedstoppedunfinished', 'Accuracy75.00 %100.00 %-']);
    expect(rows).toContain('Lowest validation loss0.60000.6000-');
    expect(rows).toContain('Last training loss0.25000.5000-');
    expect(rows).toContain('Epochs320');
    const best = [...document.querySelectorAll('#results .best')].map(({ textContent }) => textContent);
    expect(best).toContain('100.00 %');
    expect(best).toContain('0.2500');
    expect(best).not.toContain('0.6000');
  });

  it('has the curves of all runs in one chart each', async () => {
    const { document } = await reportOf(...sampleRuns());
    expect(texts(document, '.legend li')).toEqual(['first', 'second', 'third']);
    expect(new Set(labels(document, '#curves'))).toEqual(
      new Set([
        'Validation loss of the runs over the epochs',
        'Training loss of the runs over the epochs',
        'accuracy of the runs over the epochs',
      ]),
    );
    const titles = texts(document, '#curves .wide svg title');
    expect(titles).toContain('first, epoch 3: 0.7000');
    expect(titles).toContain('second, epoch 2: 0.6000');
  });

  it('has no curves if the runs logged nothing', async () => {
    const { document } = await reportOf(sampleRun(), sampleRun({ name: 'second' }));
    expect(labels(document)).toEqual([]);
    expect(texts(document, '#settings p')).toEqual(['All runs have the same settings and environment.']);
  });

  it('shows the paths of runs with the same name', async () => {
    const other = sampleRun({ name: 'first', epochs: EPOCHS });
    const { document } = await reportOf(sampleRun({ epochs: EPOCHS }), other);
    const names = texts(document, '.legend li');
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/first$/);
  });
});
