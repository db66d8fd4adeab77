import { basename } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { DenseArray, Network, OpenShape } from '@nablajs/core';
import type { ArrayForm } from '@nablajs/datasets';
import { hasLora, saveAdapter } from '@nablajs/finetune';
import {
  exportTorch,
  type GraphModel,
  type HostTensor,
  toGraphModel,
  type ValueInfo,
  writeKeras,
  writeNpy,
  writeNpz,
  writeOnnx,
  writeOnnxFiles,
  writeTfjs,
} from '@nablajs/interchange';
import { withForm } from '../onnx/onnx-form.js';
import type { ForeignFiles, ForeignSettings, Form } from './formats.js';

/** Throws NablaErrors of code `argument` that name the module which the format does not have. */
export async function foreignFiles(
  network: Network,
  form: Form | undefined,
  { to, out, external }: ForeignSettings,
): Promise<ForeignFiles> {
  if (to === 'peft') return await adapterFiles(network);
  const parameters = await network.parameters.read();
  if (to === 'onnx') return onnxFiles(network, parameters, form, { name: basename(out), external });
  if (to === 'npz') return weightFiles(new Map([['weights.npz', writeNpz(hostTensors(parameters))]]));
  if (to === 'npy') {
    const names = fileNames([...parameters.keys()]);
    const files = Array.from(hostTensors(parameters), ([name, tensor]) => [names.get(name), writeNpy(tensor)] as const);
    return weightFiles(new Map(files as [string, Uint8Array][]));
  }
  if (to === 'safetensors') return await torchFiles(network);
  const inputShape = inputShapeOf(network);
  const exported = { module: network.module, parameters, inputShape };
  if (to === 'keras') {
    return { ...weightFiles(new Map([[basename(out), await writeKeras(exported)]])), inputs: [] };
  }
  const { model, weights } = writeTfjs(exported);
  return weightFiles(new Map([['model.json', new TextEncoder().encode(model)], ...weights]));
}

/** The adapters alone. Blocks of an encoder have the names of BERT. */
async function adapterFiles(network: Network): Promise<ForeignFiles> {
  if (!hasLora(network)) {
    throw usageError('--to: peft saves adapters, and this model has none. Train one with --lora 8, or choose onnx.');
  }
  const isEncoder = [...network.parameters.tensors.keys()].some((name) => name.includes('layer0.attention.input.'));
  const { config, weights } = await saveAdapter(network, isEncoder ? { architecture: 'bert' } : {});
  const files = new Map([
    ['adapter_model.safetensors', weights],
    ['adapter_config.json', new TextEncoder().encode(config)],
  ]);
  const warnings = isEncoder ? ['adapter_config.json: layers have the names of BERT and RoBERTa.'] : [];
  return { files, warnings, inputs: [] };
}

async function torchFiles(network: Network): Promise<ForeignFiles> {
  const { safetensors, python, channelsFirst } = await exportTorch(network);
  const files = new Map([
    ['model.safetensors', safetensors],
    ['model.py', new TextEncoder().encode(python)],
  ]);
  const isFirst = channelsFirst.inputs.some(Boolean);
  const warnings = isFirst ? ['model.py: the network takes channels first there: [n, channels, height, width].'] : [];
  return { files, warnings, inputs: [], channelsFirst };
}

const inputShapeOf = ({ declaredShapes }: Network): OpenShape | readonly OpenShape[] =>
  declaredShapes.length === 1 ? (declaredShapes[0] as OpenShape) : declaredShapes;

/** Names of weights come from anywhere: a file's name must not lead to another folder. */
function fileNames(names: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const safe = name
        .replace(/[^\w.-]/g, '_')
        .replace(/^\.+/, '_')
        .slice(0, 200);
      let free = safe;
      for (let number = 2; taken.has(free); number++) free = `${safe}_${number}`;
      taken.add(free);
      return [name, `${free}.npy`];
    }),
  );
}

const weightFiles = (files: ReadonlyMap<string, Uint8Array>): ForeignFiles => ({ files, warnings: [], inputs: [] });

const hostTensors = (parameters: ReadonlyMap<string, DenseArray>): ReadonlyMap<string, HostTensor> =>
  new Map(
    Array.from(parameters, ([name, { data, shape }]) => [
      name,
      { type: data instanceof Float64Array ? 'float64' : 'float32', shape, data: data as HostTensor['data'] },
    ]),
  );

function onnxFiles(
  network: Network,
  parameters: ReadonlyMap<string, DenseArray>,
  form: Form | undefined,
  { name, external }: { readonly name: string; readonly external: boolean },
): ForeignFiles {
  const { module, dtype } = network;
  const graph = toGraphModel({ module, parameters, inputShape: inputShapeOf(network), dtype });
  const named = form?.type === 'arrays' ? withNames(graph, form) : graph;
  const { model, missing } =
    form === undefined
      ? { model: named, missing: [] }
      : form.type === 'text'
        ? { model: named, missing: ['the tokenizer is not in the file, which takes tokens'] }
        : withForm(named, form, dtype);
  const written = external ? writeOnnxFiles(model, { location: `${name}.data` }) : { model: writeOnnx(model) };
  const data = 'data' in written ? written.data : undefined;
  const files = new Map([[name, written.model], ...(data === undefined ? [] : [[`${name}.data`, data] as const])]);
  return { files, warnings: missing.map((one) => `${name}: ${one}`), inputs: model.inputs };
}

function withNames(model: GraphModel, form: ArrayForm): GraphModel {
  const names = new Map<string, string>();
  const taken = new Set(model.nodes.flatMap(({ outputs }) => outputs));
  const rename = (values: readonly ValueInfo[], places: ArrayForm['inputs']): void => {
    for (const [at, { name }] of values.entries()) {
      const own = places[at]?.name;
      if (own !== undefined && own !== name && !taken.has(own) && !model.constants.has(own)) names.set(name, own);
    }
  };
  rename(model.inputs, form.inputs);
  rename(model.outputs, form.outputs);
  if (names.size === 0) return model;
  const renamed = (name: string): string => names.get(name) ?? name;
  const value = (info: ValueInfo): ValueInfo => ({ ...info, name: renamed(info.name) });
  return {
    ...model,
    inputs: model.inputs.map(value),
    outputs: model.outputs.map(value),
    nodes: model.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    })),
  };
}
