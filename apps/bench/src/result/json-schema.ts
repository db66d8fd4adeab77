/** The JSON Schema of a result file, for whoever reads one in another language. */
import { z } from 'zod';
import { resultFileSchema } from './result-file.js';

export function resultFileJsonSchema(): object {
  return z.toJSONSchema(resultFileSchema, { target: 'draft-7' });
}
