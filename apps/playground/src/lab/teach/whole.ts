/** The network that the reader takes home: the features and the head that was taught, in one. */
import { Chain, Dense, type DenseArray, named } from '@nablajs/core';
import type { Features } from '@nablajs/finetune';
import type { Head } from './head.js';

/** The names of `fineTune` of `@nablajs/finetune`. */
const [BASE, HEAD] = ['base', 'head'];

/** Returns the module of the whole network. */
export const wholeModule = ({ module }: Features, classes: number): Chain =>
  new Chain([named(BASE, module), named(HEAD, new Dense(classes))]);

/** Returns the weights of the whole network by name. */
export function wholeParameters({ parameters }: Features, { weight, bias }: Head): Map<string, DenseArray> {
  const base = Array.from(parameters, ([name, array]): [string, DenseArray] => [`${BASE}.${name}`, array]);
  return new Map([...base, [`${HEAD}.weight`, weight], [`${HEAD}.bias`, bias]]);
}
