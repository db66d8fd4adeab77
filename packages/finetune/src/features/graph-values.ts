/** A graph of layers by its values. */
import { type Blueprint, Graph, type GraphNode, type GraphOptions, type Module } from '@nablajs/core';
import { isSkipped, type Placed } from './layer-kinds.js';
import type { Cut } from './operator-head.js';

/** What a graph was made of, with its own layers. */
export function graphOptions(graph: Graph): GraphOptions {
  const { inputs, nodes, outputs } = graph.config as unknown as GraphOptions;
  return { inputs, layers: graph.layers, nodes, outputs };
}

/** A call of a layer. */
interface Call extends Placed {
  /** The value that it takes. */
  readonly input: number;
  /** Which node it is. */
  readonly at: number;
}

/** A graph whose nodes can be found by what they make. */
export class GraphValues {
  readonly options: GraphOptions;
  readonly #makers = new Map<number, number>();
  readonly #children: Readonly<Record<string, Blueprint>>;

  constructor(graph: Graph, blueprint: Blueprint | undefined) {
    this.options = graphOptions(graph);
    this.#children = blueprint?.children ?? {};
    let value = this.options.inputs;
    for (const [at, { outputs = 1 }] of this.options.nodes.entries()) {
      for (let made = 0; made < outputs; made++) this.#makers.set(value++, at);
    }
  }

  /** The nearest first, as long as the calls are in a row. */
  *before(value: number): Generator<Call> {
    for (let at = this.#makers.get(value); at !== undefined; ) {
      const { layer: number, inputs } = this.options.nodes[at] as GraphNode;
      const layer = this.options.layers[number] as Module;
      const [input = 0, ...more] = inputs;
      yield { layer, blueprint: this.#children[layer.name ?? `${number}`], input, at };
      if (more.length > 0) return;
      at = this.#makers.get(input);
    }
  }

  /** The value in front of dropout. */
  withoutDropout(value: number): number {
    let found = value;
    for (const { layer, input } of this.before(value)) {
      if (!isSkipped(layer)) break;
      found = input;
    }
    return found;
  }

  /** The graph of what a value needs; 'all' for an input. */
  upTo(value: number): Cut {
    const last = this.#makers.get(value);
    return last === undefined ? 'all' : this.#part(value, last, this.options.layers);
  }

  /** Whether other nodes call the layer of this one, too. */
  isShared(at: number): boolean {
    const { nodes } = this.options;
    return nodes.filter(({ layer }) => layer === nodes[at]?.layer).length > 1;
  }

  /** Replaces the last node's layer, which is shared with no other graph. */
  replaced(at: number, layer: Module): Module {
    const layers = this.options.layers.with((this.options.nodes[at] as GraphNode).layer, layer);
    const [value = 0] = Array.from(this.#makers).find(([, maker]) => maker === at) ?? [];
    return this.#part(value, at, layers);
  }

  #part(value: number, last: number, layers: readonly Module[]): Module {
    const { inputs, nodes } = this.options;
    const needed = this.#needed(last);
    const kept = nodes.filter((_, at) => needed.has(at));
    const old = [
      ...Array(inputs).keys(),
      ...Array.from(this.#makers).flatMap(([made, at]) => (needed.has(at) ? made : [])),
    ];
    const numbers = new Map(old.map((number, at) => [number, at]));
    const renumbered = kept.map((node) => ({
      ...node,
      inputs: node.inputs.map((input) => numbers.get(input) as number),
    }));
    // Layers without names have the names of their places, so those in between stay.
    const count = 1 + kept.reduce((most, { layer }) => Math.max(most, layer), 0);
    const outputs = numbers.get(value) as number;
    return new Graph({ inputs, layers: layers.slice(0, count), nodes: renumbered, outputs });
  }

  #needed(last: number): Set<number> {
    const needed = new Set<number>();
    const waiting = [last];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (needed.has(at)) continue;
      needed.add(at);
      for (const input of (this.options.nodes[at] as GraphNode).inputs) {
        const made = this.#makers.get(input);
        if (made !== undefined) waiting.push(made);
      }
    }
    return needed;
  }
}
