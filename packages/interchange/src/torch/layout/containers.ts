/** Modules that hold others: Chain, Residual, Graph. */
import type { Blueprint, TypedConfig } from '@nablajs/core';
import { indented, literal, tall } from '../python/literal.js';
import { type Builder, inputOf, type Order, type Part, type Translator, under, type Value } from './types.js';

const layersOf = ({ layers }: TypedConfig): readonly TypedConfig[] => layers as readonly TypedConfig[];
const nameOf = (layer: TypedConfig | undefined, at: number): string => `${layer?.['name'] ?? at}`;

/** The part of an inner module. */
function inner(part: Part, name: string, config: TypedConfig, inputs: readonly Value[]): Part {
  const blueprint = part.blueprint.children?.[name] as Blueprint;
  return { config, blueprint, path: under(part.path, name), torchPath: under(part.torchPath, name), inputs };
}

const chain: Translator = {
  wants: 'any',
  takesFlat: true,
  translate: (part, builder) => {
    let values = part.inputs;
    let isComplete = true;
    const steps: (readonly [name: string, python: string])[] = [];
    for (const [at, config] of layersOf(part.config).entries()) {
      const name = nameOf(config, at);
      const adapted = values.map((value) => builder.adapt(value, config));
      const [first] = adapted;
      if (adapted.length === 1 && first?.[1] !== undefined) steps.push([`${name}_input`, first[1]]);
      const { outputs, python } = builder.translate(
        inner(
          part,
          name,
          config,
          adapted.map(([value]) => value),
        ),
      );
      isComplete &&=
        python !== undefined && (adapted.length === 1 || adapted.every(([, converter]) => converter === undefined));
      steps.push([name, python ?? '']);
      values = outputs;
    }
    return { outputs: values, python: isComplete ? sequential(steps, part.inputs.length, builder) : undefined };
  },
};

/** PyTorch numbers the modules of a Sequential as layers are numbered here; other names need a dictionary. */
function sequential(steps: readonly (readonly [string, string])[], inputs: number, builder: Builder): string {
  const isNumbered = steps.every(([name], at) => name === `${at}`);
  // Sequential of PyTorch hands on one value.
  const type = inputs === 1 ? 'nn.Sequential' : 'Chain';
  if (inputs > 1) builder.use('Chain');
  if (isNumbered)
    return tall(
      type,
      steps.map(([, python]) => python),
    );
  const entries = steps.map(([name, python]) => `(${literal(name)}, ${python})`);
  return `${type}(OrderedDict([\n${entries.map((entry) => `${indented(entry, 1)},\n`).join('')}]))`;
}

const residual: Translator = {
  wants: ({ body, shortcut }, inputs, builder) => {
    const wish = (config: TypedConfig | undefined) => (config === undefined ? 'any' : wishOf(config, inputs, builder));
    const [first, second] = [wish(body as TypedConfig), wish(shortcut as TypedConfig | undefined)];
    return first === 'any' ? second : first;
  },
  translate: (part, builder) => {
    builder.use('Residual');
    const x = inputOf(part);
    const run = (name: 'body' | 'shortcut') => {
      const config = part.config[name] as TypedConfig;
      const [value, converter] = builder.adapt(x, config);
      const { outputs, python } = builder.translate(inner(part, name, config, [value]));
      return { output: outputs[0] as Value, python, converter };
    };
    const body = run('body');
    const shortcut = part.config['shortcut'] === undefined ? undefined : run('shortcut');
    const isSame = body.output.order === (shortcut?.output ?? x).order;
    // What the shortcut gives is turned to the order of the body.
    const turn = isSame ? undefined : body.output.order === 'first' ? 'ChannelsFirst()' : 'ChannelsLast()';
    if (turn !== undefined) builder.use(turn.slice(0, -2));
    const args = Object.entries({
      body: body.python,
      shortcut: shortcut?.python,
      before_body: body.converter,
      before_shortcut: shortcut?.converter,
      after_shortcut: turn,
    }).flatMap(([name, python]) => (python === undefined ? [] : [name === 'body' ? python : `${name}=${python}`]));
    const isComplete = body.python !== undefined && (shortcut === undefined || shortcut.python !== undefined);
    return { outputs: [body.output], python: isComplete ? tall('Residual', args) : undefined };
  },
};

/** What a module wants, looked for inside a Chain too. */
export function wishOf(config: TypedConfig, inputs: readonly Value[], builder: Builder): Order | 'any' {
  if (config.type === 'Chain') {
    for (const layer of layersOf(config)) {
      const wish = wishOf(layer, inputs, builder);
      if (wish !== 'any' || layer.type === 'Flatten') return wish;
    }
    return 'any';
  }
  return builder.wants(config, inputs);
}

interface Node {
  readonly layer: number;
  readonly inputs: readonly number[];
  readonly outputs?: number;
}

const graph: Translator = {
  wants: 'any',
  takesFlat: true,
  translate: (part, builder) => {
    const layers = layersOf(part.config);
    const values: { readonly value: Value; readonly python: string }[] = part.inputs.map((value, at) => ({
      value,
      python: `x${at}`,
    }));
    const made = new Map<string, string>();
    const lines: string[] = [];
    let isComplete = true;
    for (const { layer, inputs } of part.config['nodes'] as readonly object[] as readonly Node[]) {
      const config = layers[layer] as TypedConfig;
      const name = nameOf(config, layer);
      const given = wantedTogether(
        inputs.map((at) => values[at] as (typeof values)[number]),
        config,
        builder,
      );
      const { outputs, python } = builder.translate(
        inner(
          part,
          name,
          config,
          given.map(({ value }) => value),
        ),
      );
      isComplete &&= python !== undefined;
      // A layer that is called again is there already.
      if (!made.has(name)) made.set(name, python ?? '');
      const names = outputs.map((_, index) => `x${values.length + index}`);
      lines.push(
        `${names.join(', ')} = self.get_submodule(${literal(name)})(${given.map((one) => one.python).join(', ')})`,
      );
      for (const [index, value] of outputs.entries()) values.push({ value, python: names[index] as string });
    }
    const ends = part.config['outputs'] as number | readonly number[];
    const list = typeof ends === 'number' ? [ends] : ends;
    const all = list.map((at) => values[at] as (typeof values)[number]);
    const outputs = all.map(({ value }) => value);
    if (!isComplete) return { outputs, python: undefined };
    const result =
      typeof ends === 'number' ? (all[0]?.python ?? '') : `[${all.map(({ python }) => python).join(', ')}]`;
    const type = builder.define('Graph', (own) =>
      graphClass(own, made, part.inputs.length, [...lines, `return ${result}`]),
    );
    return { outputs, python: `${type}()` };
  },
};

/** Returns values in the order that a layer wants. */
function wantedTogether(
  given: readonly { readonly value: Value; readonly python: string }[],
  config: TypedConfig,
  builder: Builder,
) {
  const isMerge = ['Add', 'Multiply', 'Concat'].includes(config.type);
  const isFirst = given.every(({ value }) => value.order === 'first');
  return given.map(({ value, python }) => {
    // A merge takes inputs channels first if all of them are.
    const [adapted, converter] = isMerge && isFirst ? [value, undefined] : builder.adapt(value, config);
    return { value: adapted, python: converter === undefined ? python : `${converter}(${python})` };
  });
}

function graphClass(
  name: string,
  layers: ReadonlyMap<string, string>,
  inputs: number,
  lines: readonly string[],
): string {
  const adds = Array.from(layers, ([key, python]) => indented(`self.add_module(${literal(key)}, ${python})`, 2));
  const args = Array.from({ length: inputs }, (_, at) => `x${at}`).join(', ');
  return [
    `class ${name}(nn.Module):`,
    '    def __init__(self):',
    '        super().__init__()',
    ...adds,
    '',
    `    def forward(self, ${args}):`,
    ...lines.map((line) => indented(line, 2)),
  ].join('\n');
}

/** The modules of core that hold others. */
export const CONTAINERS: Readonly<Record<string, Translator>> = { Chain: chain, Residual: residual, Graph: graph };
