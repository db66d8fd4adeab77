import { describe, expect, it } from 'vitest';
import { type ImageForm, MAX_FORM_CLASSES, readImageForm } from '../../src/index.js';
import { nablaError } from '../files.js';

const form: ImageForm = {
  type: 'images',
  height: 28,
  width: 30,
  channels: 1,
  normalisation: { divisor: 255, mean: 0.1, standardDeviation: 0.3 },
  placement: 'centred',
  classes: ['cat', 'dög'],
};

describe('readImageForm', () => {
  it('returns a copy of a form that was JSON', () => {
    const read = readImageForm(JSON.parse(JSON.stringify(form)), 'x');
    expect(read).toEqual(form);
    const plain: ImageForm = { ...form, normalisation: { divisor: 1 }, channels: 3, placement: 'fit' };
    expect(readImageForm(plain, 'x')).toEqual(plain);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'expected an image form. Received null.'],
    ['a list', [form], 'expected an image form. Received an array of 1.'],
    ['another type', { ...form, type: 'text' }, `expected type 'images'. Received "text".`],
    ['nothing', {}, `expected type 'images'. Received undefined.`],
    ['an unknown key', { ...form, 'depth\u001b[2J': 3 }, 'but type, height, width'],
    ['no height', { ...form, height: undefined }, 'expected height as a whole number from 1 to 1000000'],
    ['half a pixel', { ...form, width: 0.5 }, 'expected width as a whole number'],
    ['a size as text', { ...form, width: '28' }, 'Received "28".'],
    ['two channels', { ...form, channels: 2 }, 'expected channels 1 or 3. Received 2.'],
    [
      'too many numbers',
      { ...form, height: 1000, width: 1001 },
      'at most 1000000 numbers for an image. Received 1001000.',
    ],
    ['another placement', { ...form, placement: 'left' }, "expected placement 'fit' or 'centred'"],
    ['centred colours', { ...form, channels: 3 }, "1 channel with placement 'centred'"],
    ['no normalisation', { ...form, normalisation: 255 }, 'expected a normalisation. Received 255.'],
    ['a divisor of 0', { ...form, normalisation: { divisor: 0 } }, 'normalisation.divisor as a finite number > 0'],
    [
      'a mean that is null',
      { ...form, normalisation: { divisor: 1, mean: null } },
      'normalisation.mean as a finite number',
    ],
    ['a deviation of 0', { ...form, normalisation: { divisor: 1, standardDeviation: 0 } }, 'standardDeviation'],
    ['a key of the normalisation', { ...form, normalisation: { divisor: 1, max: 1 } }, 'with no keys but divisor'],
    ['no classes', { ...form, classes: [] }, `expected from 1 to ${MAX_FORM_CLASSES} classes. Received an array of 0.`],
    [
      'too many classes',
      { ...form, classes: new Array(MAX_FORM_CLASSES + 1).fill('a') },
      'Received an array of 65537.',
    ],
    ['a class that is no text', { ...form, classes: ['a', 7] }, 'class names of 1 to 256 characters'],
    ['a class without a name', { ...form, classes: [''] }, 'Received "".'],
    ['a long class', { ...form, classes: ['x'.repeat(257)] }, `Received "${'x'.repeat(40)}".`],
    ['a class that clears the screen', { ...form, classes: ['\u001b[2J'] }, 'Received "?[2J".'],
    ['half a character', { ...form, classes: ['\ud800'] }, 'without control characters'],
    ['a class that comes twice', { ...form, classes: ['a', 'b', 'a'] }, 'classes with different names'],
  ])('refuses %s', async (_, value, message) => {
    const error = await nablaError(() => readImageForm(value, 'model.json'));
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^model\.json: \P{Cc}*\.$/u);
    expect(error.message).toContain(message);
  });
});
