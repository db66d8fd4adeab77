/** What goes wrong on a card, as NablaErrors. */
import { NablaError, type NablaErrorCode } from '@nablajs/core';

const REMEDY = 'Create another backend, and continue from the last checkpoint.';

const error = (
  code: NablaErrorCode,
  what: string,
  { message }: { readonly message: string },
  remedy = REMEDY,
): NablaError => new NablaError(code, `backend 'webgpu' ${what}: ${message.trim()} ${remedy}`);

/** The error of a device that was lost: its driver was reset, or the system took the card away. */
export function lostError(info: GPUDeviceLostInfo): NablaError {
  return error('backend', 'lost its graphics card', info);
}

/** The error of what the device reports outside of calls. */
export function deviceError(cause: GPUError): NablaError {
  // By name: npm webgpu's classes are not global.
  if (cause.constructor.name !== 'GPUOutOfMemoryError') return error('backend', 'has failed', cause);
  return error('memory', 'is out of memory', cause, 'Use a smaller batchSize or network, in another backend.');
}
