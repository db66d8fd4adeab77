import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWriteLink, writeLink } from '../../src/settings/write/write-link.js';
import {
  MOST_PROMPT,
  STEPS_PER_EPOCH,
  WRITE_DEFAULTS,
  WRITE_LIMITS,
  type WriteSettings,
} from '../../src/settings/write/write-settings.js';

const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
const share = ([min, max]: readonly [number, number]) => fc.double({ min, max, noNaN: true });

const settings: fc.Arbitrary<WriteSettings> = fc
  .record({
    text: fc.string({ unit: 'grapheme', maxLength: 12 }),
    context: whole(WRITE_LIMITS.context),
    blocks: whole(WRITE_LIMITS.blocks),
    width: whole([8, 32]),
    heads: whole(WRITE_LIMITS.heads),
    rate: share(WRITE_LIMITS.rate),
    batch: whole(WRITE_LIMITS.batch),
    steps: whole([1, 2000]).map((epochs) => epochs * STEPS_PER_EPOCH),
    seed: whole(WRITE_LIMITS.seed),
    backend: fc.constantFrom('wasm' as const, 'ts' as const, 'webgpu' as const),
    threads: fc.oneof(whole([1, 64]), fc.constant('auto' as const)),
    prompt: fc.string({ unit: 'grapheme', maxLength: 30 }),
    temperature: share(WRITE_LIMITS.temperature),
    topK: whole(WRITE_LIMITS.topK),
  })
  .map((made) => ({ ...made, width: made.width - (made.width % made.heads) || made.heads }))
  .filter(({ width }) => width >= WRITE_LIMITS.width[0]);

it('a link holds every setting', () => {
  fc.assert(
    fc.property(settings, (all) => {
      expect(readWriteLink(writeLink(all))).toEqual({ settings: all, problems: [] });
    }),
    { numRuns: 300 },
  );
});

it('a link reads well', () => {
  expect(writeLink(WRITE_DEFAULTS)).toBe(
    'text=pride-and-prejudice.txt&context=64&blocks=2&width=64&heads=4&rate=0.01&batch=16&steps=2000&seed=1' +
      '&backend=wasm&threads=auto&prompt=It+is+a+truth&temperature=0.8&topK=20',
  );
  expect(readWriteLink('')).toEqual({ settings: WRITE_DEFAULTS, problems: [] });
  expect(readWriteLink('prompt=&width=32').settings).toEqual({ ...WRITE_DEFAULTS, prompt: '', width: 32 });
});

it.each([
  ['context=3', "context: expected a whole number from 4 to 512. Received '3'."],
  ['heads=3', 'heads: expected a divisor of the width, 64. Received 3.'],
  ['steps=120', 'steps: expected a multiple of 50. Received 120.'],
  ['topK=0', "topK: expected a whole number from 1 to 1000. Received '0'."],
  ['temperature=hot', "temperature: expected a number from 0 to 2. Received 'hot'."],
  ['backend=gpu', "backend: expected one of wasm, ts, webgpu. Received 'gpu'."],
  [`prompt=${'a'.repeat(MOST_PROMPT + 1)}`, 'prompt: expected at most 200 characters. Received 201.'],
])('says what is wrong with %s', (text, problem) => {
  const read = readWriteLink(text);
  expect(read.problems).toEqual([problem]);
  expect(readWriteLink(writeLink(read.settings))).toEqual({ settings: read.settings, problems: [] });
});
