import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The SHA-256 of a model's weights, without the file's header, which depends on the path of the data. */
export function weightsDigest(model: string): string {
  const bytes = readFileSync(join(model, 'weights.safetensors'));
  const header = Number(bytes.readBigUInt64LE(0));
  return createHash('sha256')
    .update(bytes.subarray(8 + header))
    .digest('hex');
}
