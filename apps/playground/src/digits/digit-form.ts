import type { ImageForm } from '@nablajs/datasets/portable';

/** How a drawing becomes the input of a network for digits: cut out and placed as the digits of MNIST are. */
export const DIGIT_FORM: ImageForm = {
  type: 'images',
  height: 28,
  width: 28,
  channels: 1,
  normalisation: { divisor: 255 },
  placement: 'centred',
  classes: [...'0123456789'],
};
