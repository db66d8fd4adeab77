/** An image of any size as the bytes that a network's input is made of. */
import { NablaError } from '@nablajs/core';
import { centred } from './centred.js';
import {
  checkImage,
  type DecodedImage,
  type OpaqueImage,
  toColour,
  toGrey,
  withoutAlpha,
} from './codecs/decoded-image.js';
import { placed, scaledSize } from './frame.js';
import type { ImageForm } from './image-form.js';
import { resample } from './resample.js';

/**
 * The bytes [height, width, channels] of an image as the form has it: what `imageDataset` takes, and what the form's
 * normalisation makes inputs of. Alpha is laid on white. The same bytes on every machine.
 *
 * ```ts
 * const bytes = encodeImage(decodeImage(file, 'seven.png'), form);
 * ```
 *
 * Throws a NablaError of code `argument` for an image whose pixels are not as many as it says.
 */
export function encodeImage(image: DecodedImage, form: ImageForm): Uint8Array {
  checkImage('encodeImage', image);
  const { height, width, channels, placement } = form;
  const opaque = withoutAlpha(image, 255);
  if (placement === 'fit') return fitted(channels === 1 ? toGrey(opaque) : toColour(opaque), width, height);
  if (channels === 1) return centred(toGrey(opaque), width, height);
  throw new NablaError('argument', "encodeImage: placement 'centred' is for 1 channel. Received a form of 3.");
}

/** The whole image in the middle, on black. */
function fitted(image: OpaqueImage, width: number, height: number): Uint8Array {
  const size = scaledSize(image, width, height);
  const whole = { left: 0, top: 0, right: image.width, bottom: image.height };
  const scaled = resample(image, whole, size.width, size.height);
  const left = Math.floor((width - size.width) / 2);
  const top = Math.floor((height - size.height) / 2);
  return placed(scaled, left, top, width, height);
}
