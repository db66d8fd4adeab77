/** The network of a fine-tuning, with what of it is trained. */
import { type Backend, buildShapes, type Chain, type DenseArray, NablaError, Network } from '@nablajs/core';
import type { Features } from '../features/features.js';
import { type Split, splitModule } from '../features/split.js';
import { Lora, type LoraOptions } from '../lora/lora.js';
import { fineTuned, plainNetwork, wholeNetwork, withOwn } from './fine-tuned.js';
import { pathNames } from './learning-rates.js';
import type { Checked } from './options.js';
import { checkComplete } from './state.js';

/** A whole network: its base is frozen, but for blocks that are freed or adapters. */
export class StagedModel {
  readonly #given: Features;
  readonly #options: Checked;
  #features: Features;
  #network: Network<Chain>;
  #freed = 0;

  constructor(backend: Backend, features: Features, options: Checked) {
    this.#given = features;
    this.#features = features;
    this.#options = options;
    this.#network = wholeNetwork(backend, features, options);
  }

  get network(): Network<Chain> {
    return this.#network;
  }

  /** How many blocks are trained. */
  get freed(): number {
    return this.#freed;
  }

  /** The network of plain layers, which shares the weights. */
  plain(): Network<Chain> {
    return plainNetwork(this.#network, this.#features, this.#options.outputs);
  }

  /** Puts values, at least of all that is trained, in the place of parameters. */
  load(parameters: ReadonlyMap<string, DenseArray>): void {
    checkComplete(
      parameters,
      this.#network.parameters.trainable.map(({ name }) => name),
    );
    const { unexpected, misshapen } = this.#network.parameters.load(parameters, { strict: false });
    const [wrong] = [...unexpected, ...misshapen];
    if (wrong === undefined) return;
    throw new NablaError('argument', `fineTune resume: the state has another '${wrong}'; use the same features.`);
  }

  /** Trains so many blocks, the last ones. */
  free(count: number): void {
    const added = this.#names(this.#freed, count);
    if (this.#options.base !== undefined && added.length > 0) {
      // Others use the same base: what is trained here becomes this network's own.
      this.#replace(withOwn(this.#network, this.#features, this.#options.outputs, added));
    }
    for (const name of added) this.#network.unfreeze(name);
    for (const name of this.#names(count, this.#freed)) this.#network.freeze(name);
    this.#freed = count;
  }

  #names(from: number, to: number): string[] {
    return this.#features.blocks.slice(from, to).flatMap((block) => pathNames(block, 'base'));
  }

  /** In front of the last `count` blocks, and the rest. Undefined if there are none. */
  split(count: number): Split | undefined {
    const { module, inputShape } = this.#features;
    const names = new Set(this.#features.blocks.slice(0, count).flat());
    return splitModule(module, module.build(...buildShapes(inputShape)), names);
  }

  /** Puts adapters beside the weights of the base; without options, leaves them out again. */
  adapt(lora: LoraOptions | undefined): void {
    const given = this.#given;
    this.#features = lora === undefined ? given : { ...given, module: new Lora(given.module, lora) };
    const { outputs, seed = 0 } = this.#options;
    const { backend, dtype, parameters, declaredShapes } = this.#network;
    const options = { inputShape: declaredShapes, dtype, seed, parameters };
    const made = new Network(backend, fineTuned(this.#features, outputs), options);
    for (const name of given.parameters.keys()) made.freeze(`base.${name}`);
    this.#replace(made);
  }

  get isAdapted(): boolean {
    return this.#features !== this.#given;
  }

  #replace(network: Network<Chain>): void {
    this.#network.dispose();
    this.#network = network;
  }

  dispose(): void {
    this.#network.dispose();
  }
}
