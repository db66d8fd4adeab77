/** The JSON Schema of a result file, for readers in other languages. */
import { z } from 'zod';
import { resultFileSchema } from './result-file.js';

export function resultFileJsonSchema(): object {
  return z.toJSONSchema(resultFileSchema, { target: 'draft-7' });
}
