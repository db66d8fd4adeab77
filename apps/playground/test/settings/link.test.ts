import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFragment, readSettings, withData, writeSettings } from '../../src/settings/link.js';
import {
  ACTIVATIONS,
  DATA,
  DEFAULTS,
  EFFORTS,
  fits,
  type Layer,
  LIMITS,
  OPTIMIZERS,
  SCHEDULES,
  type Settings,
} from '../../src/settings/settings.js';

const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
const share = ([min, max]: readonly [number, number]) => fc.double({ min, max, noNaN: true });

const layer: fc.Arbitrary<Layer> = fc.oneof(
  whole(LIMITS.units).map((units): Layer => ({ type: 'dense', units })),
  fc
    .tuple(whole(LIMITS.filters), whole(LIMITS.size))
    .map(([filters, size]): Layer => ({ type: 'conv', filters, size })),
  whole(LIMITS.size).map((size): Layer => ({ type: 'pool', size })),
  fc.constantFrom(0, 0.25, 0.5, 0.95).map((rate): Layer => ({ type: 'dropout', rate })),
  fc.constant<Layer>({ type: 'norm' }),
);

const point = fc.record({ x: whole([-100, 100]), y: whole([-100, 100]), label: whole([0, 3]) });

const settings: fc.Arbitrary<Settings> = fc
  .record({
    data: fc.constantFrom(...DATA),
    classes: whole(LIMITS.classes),
    count: whole(LIMITS.count),
    noise: share(LIMITS.noise),
    points: fc.array(point, { maxLength: 20 }),
    table: fc.string({ maxLength: 12 }),
    target: fc.string({ maxLength: 12 }),
    effort: fc.constantFrom(...EFFORTS),
    layers: fc.array(layer, { maxLength: LIMITS.layers[1] }),
    activation: fc.constantFrom(...ACTIVATIONS),
    optimizer: fc.constantFrom(...OPTIMIZERS),
    rate: share(LIMITS.rate),
    schedule: fc.constantFrom(...SCHEDULES),
    batch: fc.oneof(whole(LIMITS.batch), fc.constant('full' as const)),
    epochs: whole(LIMITS.epochs),
    seed: whole(LIMITS.seed),
    backend: fc.constantFrom('wasm' as const, 'ts' as const, 'webgpu' as const),
    threads: fc.oneof(whole(LIMITS.threads), fc.constant('auto' as const)),
  })
  .map((made) => ({
    ...made,
    layers: made.layers.filter((one) => fits(one, made.data)),
    points: made.points.filter(({ label }) => label < made.classes),
  }));

/** What the data set does not use is not in its link. */
function used(all: Settings): Settings {
  const { data, classes, count, noise, points, table, target, effort, ...rest } = DEFAULTS[all.data];
  const { seed, backend, threads } = all;
  const isDrawn = ['spirals', 'rings', 'squares'].includes(data);
  return {
    ...all,
    ...(data === 'table' ? { ...rest, seed, backend, threads } : { effort }),
    ...(data === 'digits' || data === 'table' ? { classes } : {}),
    ...(isDrawn ? {} : { count, noise }),
    ...(data === 'points' ? {} : { points }),
    ...(data === 'table' ? {} : { table, target }),
  };
}

/** Text of parts, numbers and escapes, whole and broken. */
const fragment = fc.string({ unit: fc.constantFrom(...'#?&=%+.-_09afAFtrainé\0\ud800') });

describe('a link', () => {
  it('holds every setting of its data', () => {
    fc.assert(
      fc.property(settings, (all) => {
        expect(readSettings(writeSettings(all))).toEqual({ settings: used(all), problems: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('reads well', () => {
    expect(writeSettings(DEFAULTS.spirals)).toBe(
      'data=spirals&classes=2&count=500&noise=0.03&layers=dense24_dense24&activation=Tanh&optimizer=Adam' +
        '&rate=0.01&schedule=Constant&batch=32&epochs=150&seed=1&backend=wasm&threads=auto',
    );
    expect(writeSettings(DEFAULTS.digits)).toMatch(/^data=digits&layers=conv8x5_pool2_conv16x5_pool2&activation=ReLU&/);
    expect(writeSettings({ ...DEFAULTS.table, table: 'a b.csv', target: 'c' })).toBe(
      'data=table&table=a+b.csv&target=c&effort=normal&seed=1&backend=wasm&threads=auto',
    );
    expect(writeSettings({ ...DEFAULTS.points, points: [{ x: 12, y: -40, label: 1 }] })).toContain('points=12.-40.1&');
  });

  it('without a part has the default of its data', () => {
    expect(readSettings('data=rings&seed=7')).toEqual({ settings: { ...DEFAULTS.rings, seed: 7 }, problems: [] });
    expect(readSettings('')).toEqual({ settings: DEFAULTS.spirals, problems: [] });
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fragment,
        fc.dictionary(fc.constantFrom('data', 'layers', 'points', 'rate'), fc.string()),
        (text, parts) => {
          readFragment(text);
          readSettings(new URLSearchParams(parts).toString());
        },
      ),
    );
  });

  it.each([
    ['data=moons', /^data: expected one of spirals, .* Received 'moons'\.$/],
    ['rate=0', /^rate: expected a number from 0\.000001 to 10\. Received '0'\.$/],
    ['epochs=1.5', /^epochs: expected a whole number from 1 to 10000\. Received '1\.5'\.$/],
    ['seed=', /^seed: expected a whole number from 0 to \d+\. Received ''\.$/],
    ['data=table&effort=much', /^effort: expected one of quick, normal, thorough\. Received 'much'\.$/],
    ['batch=all', /^batch: .* Received 'all'\.$/],
    ['layers=dense16_dense0', /^layers: expected layers such as dense24, dropout0\.25 or norm\. Received 'dense0'\.$/],
    ['layers=conv8x3', /^layers: .* Received 'conv8x3'\.$/],
    ['data=digits&layers=conv8', /^layers: .*conv8x5, pool2\. Received 'conv8'\.$/],
    [`layers=${'norm_'.repeat(12)}norm`, /^layers: expected at most 12\. Received 13\.$/],
    ['data=points&points=1.2.0_1.2.2', /^points: .* 12\.-40\.0, of classes from 0 to 1\. Some are left out\.$/],
  ])('says what is wrong with %s', (text, problem) => {
    const { problems } = readSettings(text);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });
});

it('the fragment names the view, and may have settings', () => {
  expect(['', '#draw', '#train', '#write', '#teach', '#else'].map((fragment) => readFragment(fragment))).toEqual(
    ['draw', 'draw', 'train', 'write', 'teach', 'draw'].map((view) => ({ view, settings: '' })),
  );
  expect(readFragment('#train?data=digits&seed=3')).toEqual({ view: 'train', settings: 'data=digits&seed=3' });
});

it('another data set keeps what fits it', () => {
  const own: Settings = { ...DEFAULTS.spirals, layers: [{ type: 'dense', units: 7 }], epochs: 9, seed: 5 };
  expect(withData(own, 'spirals')).toBe(own);
  expect(withData(own, 'rings')).toEqual({ ...own, data: 'rings', noise: DEFAULTS.rings.noise });
  expect(withData(own, 'digits')).toEqual({ ...DEFAULTS.digits, seed: 5 });
});
