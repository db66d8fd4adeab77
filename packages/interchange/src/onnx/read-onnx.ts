import { checkOptionNames, unexpected } from '@nablajs/core';
import type { GraphModel, OperatorFunction } from '../model/graph-model.js';
import { damaged, show } from './damaged.js';
import { Reading } from './external-data.js';
import { MODEL } from './fields.js';
import { ProtobufReader } from './protobuf-reader.js';
import { readFunction, readGraph, readOpset } from './read-graph.js';
import { readEntry } from './read-tensor.js';
import { sortGraph } from './sort-nodes.js';

/** Options of `readOnnx`. */
export interface ReadOnnxOptions {
  /**
   * Returns the bytes of a file in the folder of the model, for weights outside of it. It gets a path below that
   * folder, with `/` between its parts. Default: such models are refused.
   */
  readonly external?: (location: string) => Uint8Array;
}

/** The versions of ONNX's own operators that can be read. */
const [OLDEST, NEWEST] = [7, 28];
const [OLDEST_IR, NEWEST_IR] = [3, 14];

/**
 * Reads an ONNX model: its graph, its functions and its weights. Weights of 16 bits become float32; others are views of
 * `bytes` where possible, so do not change these. Operators are not checked.
 *
 * Throws NablaError `data` for a damaged file, for a version of ONNX's operators outside [7, 28], for strings,
 * sequences, sparse tensors, complex numbers, floats of 8 bits and less, integers of 4 or 2 bits, and for files outside
 * of the folder.
 *
 * @example
 * ```ts
 * const model = readOnnx(await readFile('model.onnx'), { external: (name) => readFileSync(join('folder', name)) });
 * console.log(model.inputs, model.nodes.length);
 * ```
 */
export function readOnnx(bytes: Uint8Array, options: ReadOnnxOptions = {}): GraphModel {
  if (!ArrayBuffer.isView(bytes)) throw unexpected('readOnnx', 'the bytes of a file, a Uint8Array', bytes);
  checkOptionNames('readOnnx', options, ['external']);
  const reader = new ProtobufReader(bytes);
  const reading = new Reading(options.external);
  const metadata = new Map<string, string>();
  const opsets = new Map<string, number>();
  const functions: OperatorFunction[] = [];
  let graph: ProtobufReader | undefined;
  let irVersion = 0;
  while (reader.hasMore) {
    const field = reader.field();
    if (field === MODEL.irVersion) irVersion = reader.integer();
    else if (field === MODEL.graph) graph = reader.message();
    else if (field === MODEL.opsetImport) opsets.set(...readOpset(reader.message()));
    else if (field === MODEL.metadata) metadata.set(...readEntry(reader.message()));
    else if (field === MODEL.functions) functions.push(readFunction(reader.message(), reading));
    else reader.skip();
  }
  checkVersions(irVersion, opsets, graph !== undefined);
  checkFunctions(functions);
  return {
    ...sortGraph('the graph', readGraph(graph as ProtobufReader, reading)),
    ...{ opsets: Object.fromEntries(opsets), functions, metadata: Object.fromEntries(metadata) },
  };
}

function checkVersions(irVersion: number, opsets: ReadonlyMap<string, number>, hasGraph: boolean): void {
  const version = opsets.get('');
  if (!hasGraph || irVersion === 0) throw damaged('this is no ONNX model: it has no graph or no version');
  if (irVersion < OLDEST_IR || irVersion > NEWEST_IR) {
    throw damaged(`expected a file of IR version ${OLDEST_IR} to ${NEWEST_IR}. Received ${irVersion}`);
  }
  if (version !== undefined && version >= OLDEST && version <= NEWEST) return;
  throw damaged(
    `expected a model of opset ${OLDEST} to ${NEWEST}. Received ${version ?? 'none'}; export it again, or convert it ` +
      'with onnx.version_converter',
  );
}

function checkFunctions(functions: readonly OperatorFunction[]): void {
  const names = new Set<string>();
  for (const { domain, name, opsets } of functions) {
    const key = `${domain}.${name}`;
    if (names.has(key)) throw damaged(`two functions have the name ${show(key)}`);
    names.add(key);
    const version = opsets[''];
    if (version !== undefined && (version < OLDEST || version > NEWEST)) {
      throw damaged(`expected functions of opset ${OLDEST} to ${NEWEST}. Received ${version} in ${show(key)}`);
    }
  }
}
