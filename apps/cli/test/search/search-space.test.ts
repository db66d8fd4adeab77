/** The space of a search, and the values that its trials draw. */
import { describe, expect, it } from 'vitest';
import { drawTrials, gridTrials } from '../../src/search/draws.js';
import { parseSpace, spaceText, type TriedValues } from '../../src/search/space.js';

const usage = (message: string) =>
  expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) as string });

describe('parseSpace', () => {
  it.each([
    ['learningRate=0.0001..0.1', { low: 0.0001, high: 0.1, whole: false, logarithmic: true }],
    ['learningRate=1e-4..1E-2', { low: 0.0001, high: 0.01, whole: false, logarithmic: true }],
    ['clipNorm=0.5..4.9', { low: 0.5, high: 4.9, whole: false, logarithmic: false }],
    ['weightDecay=0..1', { low: 0, high: 1, whole: false, logarithmic: false }],
    ['batchSize=16..159', { low: 16, high: 159, whole: true, logarithmic: false }],
    ['batchSize=16..160', { low: 16, high: 160, whole: true, logarithmic: true }],
    ['hidden=8..64', { low: 8, high: 64, whole: true, logarithmic: false }],
    ['optimizer=adam, SGD', { choices: ['adam', 'sgd'] }],
    ['hidden=32,64,128x64', { choices: [[32], [64], [128, 64]] }],
    ['batchSize=32,full', { choices: [32, 'full'] }],
    ['schedule=cosine', { choices: ['cosine'] }],
    ['seed=0', { choices: [0] }],
  ])('reads %s', (text, values) => {
    expect(parseSpace([text], {})).toEqual([{ name: text.slice(0, text.indexOf('=')), ...values }]);
  });

  it.each([
    [['learningRate'], "--try: expected a setting and its values, such as learningRate=0.001..0.1. Received 'learn"],
    [['=1,2'], "Received '=1,2'"],
    [['learningRate='], "Received 'learningRate='"],
    [['learningrate=0.1,1'], "Received 'learningrate'. Did you mean 'learningRate'?"],
    [
      ['validation=0.1,0.2'],
      "--try: expected a setting that can be tried. Received 'validation'. Known: preset, epochs,",
    ],
    [['learningRate=fast'], "--try learningRate: expected a finite number above 0. Received 'fast'."],
    [['learningRate=0..0.1'], '--try learningRate: expected a finite number above 0. Received 0.'],
    [['learningRate=0.1,,1'], "--try learningRate: expected a finite number above 0. Received ''."],
    [['learningRate=0.1..0.01'], "expected a range from a lower to a higher number. Received '0.1..0.01'."],
    [['batchSize=1.5..8'], "--try batchSize: expected a whole number of at least 1, or 'full'. Received 1.5."],
    [['optimizer=adan,sgd'], "Received 'adan'. Did you mean 'adam'?"],
    [
      ['hidden=32,64y'],
      "--try hidden: expected whole numbers from 1 to 65536, such as 532 or 256,128. Received '64y'.",
    ],
    [['optimizer=sgd,SGD'], '--try optimizer: sgd appears twice'],
    [['seed=1', 'optimizer=sgd', 'seed=2'], '--try seed: it appears twice. Put all of its values into one --try.'],
  ])('refuses %j', (texts, message) => {
    expect(() => parseSpace(texts, {})).toThrow(usage(message));
  });

  it('refuses a setting that a flag fixes', () => {
    expect(() => parseSpace(['epochs=5,10'], { epochs: 3 })).toThrow(usage('--try epochs: --epochs fixes its value'));
  });

  it('is shown in one line', () => {
    const space = parseSpace(['learningRate=0.0001..0.1', 'hidden=32,128x64'], {});
    expect(spaceText(space)).toBe('learningRate 0.0001..0.1, hidden 32|128x64');
  });
});

describe('drawTrials', () => {
  const SPACE = parseSpace(
    [
      ...['learningRate=0.0001..0.1', 'hidden=32,64,128x64', 'optimizer=adam,sgd', 'batchSize=16..32'],
      ...['clipNorm=0.5..2', 'epochs=1..1000'],
    ],
    {},
  );

  // By scripts/search-draws.py.
  const FIRST: TriedValues[] = [
    { learningRate: 0.001652, hidden: [32], optimizer: 'adam', batchSize: 32, clipNorm: 1.09, epochs: 2 },
    { learningRate: 0.00261, hidden: [64], optimizer: 'sgd', batchSize: 16, clipNorm: 1.747, epochs: 4 },
    { learningRate: 0.04453, hidden: [64], optimizer: 'sgd', batchSize: 19, clipNorm: 1.794, epochs: 46 },
  ];

  it('draws only by the seed; more trials begin with the same ones', () => {
    expect(drawTrials(SPACE, 0, 3)).toEqual(FIRST);
    expect(drawTrials(SPACE, 0, 50).slice(0, 3)).toEqual(FIRST);
    expect(drawTrials(SPACE, 1, 3)).not.toEqual(FIRST);
  });

  it('draws log-uniformly if the ends are far apart, and uniformly if they are near', () => {
    const trials = drawTrials(SPACE, 7, 3000);
    const share = (holds: (values: TriedValues) => boolean): number => trials.filter(holds).length / trials.length;
    // Five standard deviations of 3,000 draws of a third are 0.043.
    expect(Math.abs(share(({ learningRate = 0 }) => learningRate < 0.001) - 1 / 3)).toBeLessThan(0.043);
    expect(Math.abs(share(({ epochs = 0 }) => epochs < 10) - 1 / 3)).toBeLessThan(0.043);
    expect(Math.abs(share(({ clipNorm = 0 }) => clipNorm < 1) - 1 / 3)).toBeLessThan(0.043);
    expect(Math.abs(share(({ hidden }) => `${hidden}` === '128,64') - 1 / 3)).toBeLessThan(0.043);
    const sizes = new Set(trials.map(({ batchSize }) => batchSize));
    expect([...sizes].sort()).toEqual(Array.from({ length: 17 }, (_, at) => 16 + at));
  });

  it('draws short numbers within the range', () => {
    const trials = drawTrials(parseSpace(['learningRate=0.00012345678..0.2', 'clipNorm=3.00001..3.00002'], {}), 0, 200);
    for (const { learningRate = 0, clipNorm = 0 } of trials) {
      expect(learningRate).toBeGreaterThanOrEqual(0.00012345678);
      expect(`${learningRate}`).toMatch(/^0\.0*\d{1,4}$|^0\.00012345678$/);
      expect(clipNorm).toBeGreaterThanOrEqual(3.00001);
      expect(clipNorm).toBeLessThanOrEqual(3.00002);
    }
    expect(new Set(trials.map(({ clipNorm }) => clipNorm)).size).toBeGreaterThan(100);
  });

  it('draws no trial twice, and all combinations if there are no more', () => {
    const space = parseSpace(['seed=0..4', 'optimizer=adam,sgd'], {});
    const all = drawTrials(space, 0, 20);
    expect(all).toHaveLength(10);
    expect(all.slice(0, 3)).toEqual([
      { seed: 0, optimizer: 'adam' },
      { seed: 0, optimizer: 'sgd' },
      { seed: 1, optimizer: 'adam' },
    ]);
    const most = drawTrials(space, 0, 9).map((values) => JSON.stringify(values));
    expect(new Set(most).size).toBe(9);
  });

  it('ends if a range has no other short numbers', () => {
    expect(drawTrials(parseSpace(['weightDecay=0.1..0.1000000000000001'], {}), 0, 60).length).toBeLessThan(30);
  });
});

describe('gridTrials', () => {
  it('returns every combination', () => {
    expect(gridTrials(parseSpace(['hidden=8,16x4', 'seed=1,2'], {}))).toEqual([
      { hidden: [8], seed: 1 },
      { hidden: [8], seed: 2 },
      { hidden: [16, 4], seed: 1 },
      { hidden: [16, 4], seed: 2 },
    ]);
  });

  it('refuses a range, and too many combinations', () => {
    expect(() => gridTrials(parseSpace(['learningRate=0.001..0.1'], {}))).toThrow(
      usage(
        '--grid: expected a list of values for learningRate, such as learningRate=0.001,0.1. ' +
          'Received the range 0.001..0.1.',
      ),
    );
    const hundred = Array.from({ length: 101 }, (_, at) => at + 1).join(',');
    expect(() => gridTrials(parseSpace([`seed=${hundred}`, `epochs=${hundred}`], {}))).toThrow(
      usage('--grid: expected at most 10000 combinations. Received 10201'),
    );
  });
});
