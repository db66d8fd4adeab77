/** Runs a single node, as a graph does. */
import { sizeOf } from '@nablajs/core';
import type { Attribute, OperatorNode } from '../../src/model/graph-model.js';
import { type ElementType, type HostTensor, hostData } from '../../src/model/host-tensor.js';
import { NodeInfo } from '../../src/operators/attributes.js';
import type { Implementation } from '../../src/operators/operator.js';
import type { Run } from '../../src/operators/run.js';
import { operatorOf } from '../../src/operators/table.js';
import type { Value } from '../../src/operators/values.js';

/** An array in a file of fixtures. */
export interface SavedArray {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** The elements, or else their bytes. */
  readonly data?: readonly number[];
  readonly base64?: string;
}

/** A node, its inputs, and what another runtime makes of them. */
export interface NodeCase {
  readonly name: string;
  readonly type: string;
  readonly domain: string;
  readonly opset: number;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly (SavedArray | null)[];
  readonly outputs: readonly SavedArray[];
  /** The gradient of the first output; with it also those of the inputs. */
  readonly weight?: SavedArray;
  readonly gradients?: readonly (SavedArray | null)[];
}

export function hostOf({ type, shape, data, base64 }: SavedArray): HostTensor {
  const array = hostData(type, sizeOf(shape));
  if (data !== undefined) array.set(data);
  else new Uint8Array(array.buffer).set(Buffer.from(base64 ?? '', 'base64'));
  return { type, shape, data: array };
}

/** The node of a case. */
const nodeOf = ({ type, domain, attributes, inputs, outputs }: NodeCase): OperatorNode => ({
  ...{ name: 'node', type, domain, attributes },
  inputs: inputs.map((input, at) => (input === null ? '' : `input${at}`)),
  outputs: outputs.map((_, at) => `output${at}`),
});

/** What the operator of a case does. */
export function implementationOf(given: NodeCase): Implementation {
  const node = nodeOf(given);
  const operator = operatorOf(node);
  if (operator === undefined) throw new Error(`no operator ${node.domain} ${node.type}`);
  return operator(new NodeInfo(node, given.opset));
}

/** Computes the outputs of a node from values. */
export function runNode(implementation: Implementation, run: Run, inputs: readonly (Value | undefined)[]): Value[] {
  const made = implementation.device?.(run, ...(inputs as Value[]));
  return (Array.isArray(made) ? made : [made]) as Value[];
}

/** The inputs of a case: those that have to be on the host stay there, the others are uploaded. */
export function inputsOf(given: NodeCase, { hostInputs = [] }: Implementation, run: Run): (Value | undefined)[] {
  return given.inputs.map((input, at) => {
    if (input === null) return undefined;
    return hostInputs.includes(at) ? hostOf(input) : run.toDevice(hostOf(input));
  });
}
