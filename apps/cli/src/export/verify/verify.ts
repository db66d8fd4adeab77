import { type DenseArray, dense, type Network, Predictor } from '@nablajs/core';
import type { ValueInfo } from '@nablajs/interchange';
import { withDType } from '../../import/imported.js';
import { openNetwork } from '../../models/model-folder.js';
import type { ForeignFiles, Form } from '../foreign/formats.js';
import { toFirst, toLast } from './channels.js';
import { TOLERANCE, worstDifference } from './compare.js';
import { examplesFor, takesIntegers } from './examples.js';
import { OtherSideError, runOtherSide } from './other-side.js';
import { inOwnUnits } from './own-outputs.js';
import type { VerifiedFormat } from './runtimes.js';

/** What `--verify` found. */
export interface Verified {
  /** Such as `onnxruntime-node`. */
  readonly runtime: string;
  readonly examples: number;
  /** Relative to the largest number of its output. */
  readonly difference: number;
  readonly tolerance: number;
  readonly isSame: boolean;
  /** If they differ: how far nabla's own outputs are from those in float64. */
  readonly rounding?: number;
}

interface Exported {
  readonly format: VerifiedFormat;
  /** The main file. */
  readonly path: string;
  readonly network: Network;
  readonly form: Form | undefined;
  readonly dtype: 'float32' | 'float64';
  /** What the file takes, for ONNX; the other formats take what the network takes. */
  readonly inputs: readonly ValueInfo[];
  /** Which inputs and outputs have their channels in front in the file. */
  readonly channelsFirst: ForeignFiles['channelsFirst'];
  readonly projectFolder: string;
}

const EXAMPLES = 64;
/** Whole numbers go in below these, where nothing says how many there are: the second if the first are too many. */
const COUNTS = [256, 2] as const;

/** Throws a CommandError if the library is missing, or does not take the file. */
export async function verifyExport(exported: Exported): Promise<Verified> {
  const { form, network } = exported;
  const [first, last] = COUNTS;
  if (form?.type === 'text' || !network.inputShapes.some((_, at) => takesIntegers(network, at))) {
    return await compare(exported, last);
  }
  try {
    const found = await compare(exported, first);
    if (found.isSame) return found;
  } catch (error) {
    if (!(error instanceof OtherSideError)) throw error;
  }
  return await compare(exported, last);
}

/** `count`: whole numbers that go in are below it. */
async function compare(exported: Exported, count: number): Promise<Verified> {
  const { format, path, network, dtype, channelsFirst, projectFolder } = exported;
  const examples = examplesFor(exported, EXAMPLES, count);
  const file = examples.file.map((input, at) => (channelsFirst?.inputs[at] === true ? toFirst(input) : input));
  const { runtime, outputs: given } = await runOtherSide(format, path, file, projectFolder);
  const outputs = given.map((output, at) => (channelsFirst?.outputs[at] === true ? toLast(output) : output));
  const own = await ownOutputs(exported, network, examples.network);
  const difference = worstDifference(own, outputs);
  // TensorFlow.js has no float64, and Keras multiplies matrices of float64 in float32.
  const tolerance = TOLERANCE[format === 'tfjs' || format === 'keras' ? 'float32' : dtype];
  const found = { runtime, examples: EXAMPLES, difference, tolerance, isSame: difference <= tolerance };
  if (found.isSame || dtype === 'float64' || !network.backend.dtypes.includes('float64')) return found;
  return { ...found, rounding: await roundingOf(exported, own, examples.network) };
}

async function ownOutputs(
  { format, form }: Exported,
  network: Network,
  inputs: readonly DenseArray[],
): Promise<readonly DenseArray[]> {
  if (format !== 'onnx') return await new Predictor(network).predictAll(inputs);
  const classes = form !== undefined && form.type !== 'text' && hasClasses(form);
  const outputs = await new Predictor(network, classes ? { activation: 'softmax' } : {}).predictAll(inputs);
  return inOwnUnits(outputs, form);
}

async function roundingOf(
  exported: Exported,
  own: readonly DenseArray[],
  inputs: readonly DenseArray[],
): Promise<number> {
  const { network } = exported;
  const parameters = withDType(await network.parameters.read(), 'float64');
  using precise = openNetwork(network.backend, { config: network.config, dtype: 'float64', parameters });
  const widened = inputs.map((input) => (isFloats(input) ? dense(Float64Array.from(input.data), input.shape) : input));
  const outputs = await ownOutputs(exported, precise, widened);
  return worstDifference(
    own,
    outputs.map(({ data, shape }) => ({ shape, data: Float64Array.from(data) })),
  );
}

const isFloats = ({ data }: DenseArray): boolean => data instanceof Float32Array;

const hasClasses = (form: Exclude<Form, { readonly type: 'text' }>): boolean =>
  form.type === 'table' ? form.target.kind === 'class' : form.classes !== undefined;
