import { NablaError } from '@nablajs/core';
import { decimalOf } from '../model/decimals.js';
import type { Attribute, OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';

type Kind = Attribute['kind'];
type ValueOf<K extends Kind> = Extract<Attribute, { readonly kind: K }>['value'];

/** What an operator knows of its node before it runs. */
export class NodeInfo {
  readonly node: OperatorNode;
  /** The version of the operators of the node's domain. */
  readonly opset: number;
  /** An activation of the node behind that this one applies too; only if the operator says that it `fuses`. */
  readonly activation: 'none' | 'relu';
  /** Whether the node behind limits that to 6, and this one applies it too; only if the operator `limits`. */
  readonly isLimited: boolean;

  constructor(node: OperatorNode, opset: number, activation: 'none' | 'relu' = 'none', isLimited = false) {
    this.node = node;
    this.opset = opset;
    this.activation = activation;
    this.isLimited = isLimited;
  }

  /** The node's name in messages: `Conv 'features/0'`. */
  get label(): string {
    const { type, name, outputs } = this.node;
    return `${type} '${name === '' ? (outputs[0] ?? '') : name}'`;
  }

  hasInput(at: number): boolean {
    return (this.node.inputs[at] ?? '') !== '';
  }

  /** Whether something may use the output of this number. */
  hasOutput(at: number): boolean {
    return (this.node.outputs[at] ?? '') !== '';
  }

  has(name: string): boolean {
    return this.node.attributes[name] !== undefined;
  }

  int(name: string, otherwise?: number): number {
    return this.#value('int', name, otherwise);
  }

  /** A whole number that means yes or no. */
  flag(name: string, otherwise = false): boolean {
    return this.int(name, otherwise ? 1 : 0) !== 0;
  }

  /** A number that the file has in 32 bits, as it was written in decimal digits. */
  float(name: string, otherwise?: number): number {
    return decimalOf(this.#value('float', name, otherwise));
  }

  string(name: string, otherwise?: string): string {
    return this.#value('string', name, otherwise);
  }

  ints(name: string, otherwise?: readonly number[]): readonly number[] {
    return this.#value('ints', name, otherwise);
  }

  floats(name: string, otherwise?: readonly number[]): readonly number[] {
    return this.#value('floats', name, otherwise);
  }

  strings(name: string, otherwise?: readonly string[]): readonly string[] {
    return this.#value('strings', name, otherwise);
  }

  tensor(name: string, otherwise?: HostTensor): HostTensor {
    return this.#value('tensor', name, otherwise);
  }

  graph(name: string): OperatorGraphModel {
    return this.#value('graph', name, undefined);
  }

  #value<K extends Kind>(kind: K, name: string, otherwise: ValueOf<K> | undefined): ValueOf<K> {
    const attribute = this.node.attributes[name];
    if (attribute?.kind === kind) return attribute.value as ValueOf<K>;
    if (attribute === undefined && otherwise !== undefined) return otherwise;
    throw this.error(`expected the attribute '${name}' of kind ${kind}. Received ${attribute?.kind ?? 'none'}`);
  }

  /** `what` has no full stop. */
  error(what: string): NablaError {
    return new NablaError('data', `${this.label}: ${what}.`);
  }
}
