import { isObject, wrongReturn } from '../validation/describe.js';
import type { Blueprint, Module } from './module.js';

export function checkBuilt(module: Module, returned: Blueprint): Blueprint {
  const { outputShape, parameters = {}, children = {} } = isObject(returned) ? returned : ({} as Blueprint);
  const areBuilt = isObject(children) && Object.values(children).every((child) => Array.isArray(child?.outputShape));
  if (Array.isArray(outputShape) && isObject(parameters) && areBuilt) return returned;
  throw wrongReturn(
    module.config.type,
    'build',
    '{ outputShape }, and its parameters and children if it has any',
    returned,
  );
}
