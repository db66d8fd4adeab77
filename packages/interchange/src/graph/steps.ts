import { NablaError } from '@nablajs/core';
import type { OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';
import { NodeInfo } from '../operators/attributes.js';
import type { Implementation } from '../operators/operator.js';
import { operatorOf } from '../operators/table.js';
import type { Value } from '../operators/values.js';
import { withOwnNames } from './rewrites/renamed.js';

/** Values by number. */
export type Values = (Value | undefined)[];

/** A node that is ready to run. */
export interface Step {
  readonly info: NodeInfo;
  readonly implementation: Implementation;
  /** The numbers of its values; -1 for an input left out or an output that nothing uses. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** For an `If`: what runs if the condition holds, and what runs if not. */
  readonly branches?: readonly [readonly Step[], readonly Step[]];
  /** Values that nothing needs after it. */
  readonly last: number[];
}

/** The numbers of values by name. */
export class Numbers {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  of(name: string): number {
    if (name === '') return -1;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  known(name: string, who: string): number {
    const number = this.#numbers.get(name);
    if (number !== undefined || name === '') return number ?? -1;
    throw new NablaError('data', `${who}: nothing makes its input '${name}'.`);
  }
}

/** What `stepsOf` needs to know around the nodes. */
export interface Scope {
  readonly numbers: Numbers;
  readonly opsets: Readonly<Record<string, number>>;
  /** Gets the constants of branches. */
  readonly constant: (number: number, value: HostTensor) => void;
  /** A constant that is one float; undefined for other values. */
  readonly number: (name: string) => number | undefined;
  /** Names of outputs, which must stay. */
  readonly outputs: ReadonlySet<string>;
}

/** Also counts those in branches. */
export function countUses(nodes: readonly OperatorNode[], uses: Map<string, number> = new Map()): Map<string, number> {
  for (const node of nodes) {
    for (const name of node.inputs) uses.set(name, (uses.get(name) ?? 0) + 1);
    for (const branch of branchesOf(node)) {
      countUses(branch.nodes, uses);
      for (const { name } of branch.outputs) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  return uses;
}

/** The graphs in a node's attributes. */
export const branchesOf = (node: OperatorNode): OperatorGraphModel[] =>
  Object.values(node.attributes).flatMap((attribute) => (attribute.kind === 'graph' ? [attribute.value] : []));

/** Throws for an operator that is not in the table. */
export function implementationOf(
  node: OperatorNode,
  opsets: Scope['opsets'],
  activation: NodeInfo['activation'] = 'none',
  isLimited = false,
): { readonly info: NodeInfo; readonly implementation: Implementation } {
  const info = new NodeInfo(node, opsets[node.domain] ?? 1, activation, isLimited);
  const operator = operatorOf(node);
  if (operator === undefined) throw info.error('the operator is not supported');
  return { info, implementation: operator(info) };
}

/** Makes the steps of nodes, in their order. A Relu, and a ReLU6, is applied by the node before it where that can. */
export function stepsOf(given: readonly OperatorNode[], around: Scope): Step[] {
  const nodes = given.flatMap((node) => splitClip(node, around));
  const uses = countUses(nodes);
  const steps: Step[] = [];
  const readers = new Map(nodes.flatMap((node) => node.inputs.map((name) => [name, node] as const)));
  const done = new Set<OperatorNode>();
  /** The node that alone takes what another one makes. */
  const onlyReader = ({ outputs: [output = ''] }: OperatorNode): OperatorNode | undefined =>
    uses.get(output) === 1 && !around.outputs.has(output) ? readers.get(output) : undefined;
  for (const node of nodes) {
    if (done.has(node)) continue;
    if (isIf(node)) {
      steps.push(ifStep(node, around));
      continue;
    }
    const plain = implementationOf(node, around.opsets);
    const next = plain.implementation.fuses === true ? onlyReader(node) : undefined;
    if (next === undefined || !isOwn(next, 'Relu')) {
      steps.push(stepOf(plain, node, node.outputs, around));
      continue;
    }
    const limit = plain.implementation.limits === true ? onlyReader(next) : undefined;
    const isLimited = limit !== undefined && isSix(limit, around);
    const last = isLimited ? limit : next;
    done.add(next).add(last);
    steps.push(stepOf(implementationOf(node, around.opsets, 'relu', isLimited), node, last.outputs, around));
  }
  return steps;
}

/** A Clip from 0 is a Relu, which the node before it may apply, and a Clip that only has an upper limit. */
function splitClip(node: OperatorNode, { opsets, number }: Scope): readonly OperatorNode[] {
  if (!isOwn(node, 'Clip')) return [node];
  const [x = '', low = '', high = ''] = node.inputs;
  const { min, max, ...attributes } = node.attributes;
  const isOld = (opsets[''] ?? 1) < 11;
  if ((isOld ? min?.value : number(low)) !== 0) return [node];
  const relu = { ...node, type: 'Relu', inputs: [x], attributes: {} };
  if (isOld ? max === undefined : high === '') return [relu];
  const between = `${node.outputs[0]}#relu`;
  const upper = { ...node, inputs: isOld ? [between] : [between, '', high] };
  return [
    { ...relu, outputs: [between] },
    { ...upper, attributes: max === undefined ? attributes : { ...attributes, max } },
  ];
}

/** Whether a node only has the upper limit 6: with the Relu before it, a ReLU6. */
function isSix(node: OperatorNode, { opsets, number }: Scope): boolean {
  if (!isOwn(node, 'Clip')) return false;
  const [, low = '', high = ''] = node.inputs;
  const { min, max } = node.attributes;
  return (opsets[''] ?? 1) < 11 ? min === undefined && max?.value === 6 : low === '' && number(high) === 6;
}

const isOwn = ({ type, domain }: OperatorNode, name: string): boolean => type === name && domain === '';
const isIf = (node: OperatorNode): boolean => isOwn(node, 'If');

function stepOf(
  made: Pick<Step, 'info' | 'implementation'>,
  node: OperatorNode,
  outputs: readonly string[],
  { numbers }: Scope,
): Step {
  const inputs = node.inputs.map((name) => numbers.known(name, made.info.label));
  return { ...made, inputs, outputs: outputs.map((name) => numbers.of(name)), last: [] };
}

const COPY: Implementation = { host: (x) => x, device: (_, x) => x };

/** Branches see the values around them; what they make gets the names of the node's outputs. */
function ifStep(node: OperatorNode, around: Scope): Step {
  const info = new NodeInfo(node, around.opsets[''] ?? 1);
  const branch = (name: string): Step[] => {
    const { nodes, constants, outputs } = withOwnNames(info.graph(name), `${node.outputs[0]}/${name}`);
    for (const [own, value] of constants) around.constant(around.numbers.of(own), value);
    const names = new Set([...around.outputs, ...outputs.map((output) => output.name)]);
    const steps = stepsOf(nodes, { ...around, outputs: names });
    const copies = outputs.map((output, at): Step => {
      const copied = { ...node, type: 'Identity', attributes: {} };
      const to = [around.numbers.of(node.outputs[at] ?? '')];
      const from = [around.numbers.known(output.name, info.label)];
      return { info: new NodeInfo(copied, info.opset), implementation: COPY, inputs: from, outputs: to, last: [] };
    });
    return [...steps, ...copies];
  };
  const branches = [branch('then_branch'), branch('else_branch')] as const;
  const inputs = [around.numbers.known(node.inputs[0] ?? '', info.label)];
  return { info, implementation: {}, inputs, outputs: [], branches, last: [] };
}

/** Notes after which step each value is needed no more, but for those to keep. */
export function noteLastUses(steps: readonly Step[], kept: ReadonlySet<number>): void {
  const seen = new Set(kept);
  for (const step of steps.toReversed()) {
    for (const number of numbersIn(step)) {
      if (number < 0 || seen.has(number)) continue;
      seen.add(number);
      step.last.push(number);
    }
  }
}

/** Also those in its branches. */
function numbersIn({ inputs, outputs, branches = [[], []] }: Step): number[] {
  return [...inputs, ...outputs, ...branches.flat().flatMap(numbersIn)];
}
