/**
 * The intermediate form of a network: a graph of ONNX's operators, apart from any file format. Readers and exporters
 * make it, `OperatorGraph` runs it.
 */
import type { ElementType, HostTensor } from './host-tensor.js';

/** A value that goes into a graph or comes out of it. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  /** With the batch; a name is a dimension of any length. Undefined if the file does not say. */
  readonly shape: readonly (number | string)[] | undefined;
}

/** What an attribute holds. ONNX writes 1 and 1.0 differently, so the kind is part of it. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: HostTensor }
  | { readonly kind: 'graph'; readonly value: OperatorGraphModel }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  /** In the nodes of a function: the attribute of this name that the node has which calls it. */
  | { readonly kind: 'reference'; readonly value: string; readonly of: AttributeKind };

/** The kinds of attributes that hold something themselves. */
export type AttributeKind = 'int' | 'float' | 'string' | 'tensor' | 'graph' | 'ints' | 'floats' | 'strings';

/** One operator of a graph. */
export interface OperatorNode {
  /** Unique where a file names its nodes; may be empty. */
  readonly name: string;
  /** Such as `Conv`. */
  readonly type: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Names of values; an empty name is an optional input left out. */
  readonly inputs: readonly string[];
  /** Names of values; an empty name is an output that nothing needs. */
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Nodes so ordered that each comes after what it takes. A branch of `If` is one too. */
export interface OperatorGraphModel {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly OperatorNode[];
  /** Weights and other fixed values, by name (ONNX: initializers). */
  readonly constants: ReadonlyMap<string, HostTensor>;
}

/** A function that a file defines: a node whose type is its name stands for its nodes. */
export interface OperatorFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of attributes that its nodes refer to. */
  readonly attributes: readonly string[];
  /** More such attributes, with the values that they have in calls without them. */
  readonly defaults?: Readonly<Record<string, Attribute>>;
  readonly nodes: readonly OperatorNode[];
  /** The version of each domain's operators that its nodes use. */
  readonly opsets: Readonly<Record<string, number>>;
}

/** A whole file. */
export interface GraphModel extends OperatorGraphModel {
  /** The version of each domain's operators; the empty domain is ONNX's own. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly functions: readonly OperatorFunction[];
  /** Free text by key, such as the names of classes. */
  readonly metadata: Readonly<Record<string, string>>;
}
