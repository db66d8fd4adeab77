import { isObject, unexpected } from '../validation/describe.js';

export function checkModel(op: string, model: unknown): void {
  if (isObject(model) && typeof model['forward'] === 'function' && isObject(model['parameters'])) return;
  throw unexpected(op, 'a network first, such as a Sequential', model);
}
