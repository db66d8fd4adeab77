/** How operators are defined. `table.ts` lists them. */
import type { HostTensor } from '../model/host-tensor.js';
import type { NodeInfo } from './attributes.js';
import type { Run, WeightForm } from './run.js';
import type { Value } from './values.js';

/** Inputs by number. An optional one left out is undefined: declare it with `?`. */
export type Inputs<V> = readonly V[];

/** One output, or several by number; undefined for an output that nothing uses. */
type Outputs<V> = V | readonly (V | undefined)[];

/** What a node does: on the host, on the device, or both. If all inputs are on the host and it can, it runs there. */
export interface Implementation {
  /** Exact; also folds constants at import. Throws `NodeInfo.error` for inputs that do not fit. */
  readonly host?: (...inputs: Inputs<HostTensor>) => Outputs<HostTensor>;
  /** Made of core's operations, so gradients come by themselves. Gets inputs of the host too, as they are. */
  readonly device?: (run: Run, ...inputs: Inputs<Value>) => Outputs<Value>;
  /** Inputs whose elements must be on the host for `device`, such as axes: they are never parameters. Default: none. */
  readonly hostInputs?: readonly number[];
  /** The forms in which constant inputs are kept, by number: see `Run.inForm`. Default: as the file has them. */
  readonly weights?: Readonly<Record<number, WeightForm>>;
  /** Inputs that are no trained parameters, because the operator updates them: a running mean. Default: none. */
  readonly running?: readonly number[];
  /** Whether its outputs for one example depend on the other ones of its batch while training. Default: false. */
  readonly wholeBatch?: boolean;
  /** Whether it applies `NodeInfo.activation` itself. Default: false. */
  readonly fuses?: boolean;
  /** Whether it applies `NodeInfo.isLimited` itself. Default: false. */
  readonly limits?: boolean;
  /** Whether input 1 is a weight with which it computes by `Run.linear`, so adapters find it. Default: false. */
  readonly linear?: boolean;
}

/** Reads the attributes of a node once, at import, and returns what the node does. */
export type Operator = (node: NodeInfo) => Implementation;

/** Operators by name: `Conv` for the standard's own, else with the domain in front, `com.microsoft::Gelu`. */
export type OperatorTable = Readonly<Record<string, Operator>>;
