/** Cases that call one kernel and compare it with the definition and, if there are any, with literals. */
import type { Backend, HostArray, Operand, TypedArray } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { ConformanceError } from '../error.js';
import { assertWithin, type Expectation, firstDifference } from '../tolerances/compare.js';
import { type Gate, gateBetween } from '../tolerances/gates.js';
import {
  type Permission,
  permissionFor,
  permittedOperands,
  permittedResults,
  permitting,
} from '../tolerances/permission.js';
import { type CaseDefinition, type ConformanceCase, defineCase, type Observation } from './conformance-case.js';
import { type Ledger, type Output, scribble, withLedger } from './ledger.js';

/** What one output of the kernel is compared with. */
export interface Expected {
  readonly gate: Gate;
  /** Values that come from NumPy, SciPy, mpmath or PyTorch. */
  readonly literal?: ArrayLike<number>;
  /** The gate for the literal, if it differs from that of the definition. */
  readonly literalGate?: Gate;
}

/** A second call of the kernel that must give the same results. */
interface Twin {
  /** How it differs, for messages. */
  readonly source: string;
  apply(backend: Backend, operands: readonly Operand[]): readonly Output[];
  /** One for each output. */
  readonly gates: readonly Gate[];
}

export interface KernelCall {
  readonly operands: readonly HostArray[];
  apply(backend: Backend, operands: readonly Operand[]): readonly Output[];
  /** One for each output. */
  readonly expected: readonly Expected[];
  /** Another way to the same results on the same backend. */
  readonly twin?: Twin;
  /** Operands for the definition, if it runs in a wider dtype: float64 for a float32 matmul. */
  readonly definitionOperands?: () => readonly HostArray[];
}

export interface KernelCase extends Omit<CaseDefinition, 'body' | 'observe' | 'permissible'> {
  /** Called by each run, so listing cases is cheap. */
  prepare(): KernelCall;
}

export function kernelCase({ prepare, ...definition }: KernelCase): ConformanceCase {
  return defineCase({
    ...definition,
    permissible: true,
    body: async (backend, permits) => {
      const call = prepare();
      const { values, outputs } = await withLedger(backend, (ledger) => examine(ledger, call));
      await judge(call, values, outputs, permits === undefined ? undefined : permissionFor(permits, definition.dtype));
    },
    observe: async (backend) => {
      const call = prepare();
      const { values, outputs } = await runOnce(backend, call.operands, call.apply);
      return outputs.map(({ shape, dtype }, position): Observation => {
        const { gate } = call.expected[position] as Expected;
        return { values: values[position] as TypedArray, shape, gate: gateBetween(definition.kernel, dtype, gate) };
      });
    },
  });
}

/** Runs the kernel twice and checks the rules for every kernel. Returns the results. */
async function examine(ledger: Ledger, { operands, apply, twin }: KernelCall): Promise<Observed> {
  const uploaded = operands.map((operand) => ledger.upload(operand));
  const outputs = apply(ledger.backend, uploaded).map((output) => ledger.hold(output));
  const values = await downloadAll(ledger, outputs);
  await checkOperands(ledger, uploaded, operands);
  if (twin !== undefined) await checkTwin(ledger, uploaded, values, twin);
  const repeated = apply(ledger.backend, uploaded).map((output) => ledger.hold(output));
  await checkSame(ledger, repeated, values, 'determinism', 'a second run on the same operands gave other bits');
  for (const spent of [...uploaded, ...repeated]) ledger.release(spent);
  // A result that shares memory with an operand now shares it with the new uploads.
  for (const operand of operands) ledger.upload(scribble(operand));
  await checkSame(ledger, outputs, values, 'alias', 'the result changed after its operands were released');
  return { values, outputs };
}

function runOnce(backend: Backend, operands: readonly HostArray[], apply: KernelCall['apply']): Promise<Observed> {
  return withLedger(backend, async (ledger) => {
    const uploaded = operands.map((operand) => ledger.upload(operand));
    const outputs = apply(backend, uploaded).map((output) => ledger.hold(output));
    return { values: await downloadAll(ledger, outputs), outputs };
  });
}

interface Observed {
  readonly values: readonly TypedArray[];
  readonly outputs: readonly Output[];
}

/** One at a time: a backend need not support two downloads at once. */
async function downloadAll(ledger: Ledger, outputs: readonly Output[]): Promise<TypedArray[]> {
  const values: TypedArray[] = [];
  for (const output of outputs) values.push(await ledger.download(output));
  return values;
}

async function checkOperands(ledger: Ledger, uploaded: readonly Operand[], operands: readonly HostArray[]) {
  for (const [position, operand] of operands.entries()) {
    if (operand.layout === 'csr') continue; // cannot be downloaded; the second run reads it again
    const at = firstDifference(await ledger.download(uploaded[position] as Operand), operand.data);
    if (at >= 0) throw new ConformanceError('operand', `the kernel changed element ${at} of operand ${position}.`);
  }
}

async function checkTwin(
  ledger: Ledger,
  uploaded: readonly Operand[],
  values: readonly TypedArray[],
  { source, apply, gates }: Twin,
) {
  const outputs = apply(ledger.backend, uploaded).map((output) => ledger.hold(output));
  const others = await downloadAll(ledger, outputs);
  for (const [position, { shape }] of outputs.entries()) {
    const expectation = { source, values: others[position] as TypedArray, gate: gates[position] as Gate };
    assertWithin(values[position] as TypedArray, shape, expectation, outputOf(outputs, position));
  }
  for (const output of outputs) ledger.release(output);
}

/** Says which output a message is about, if there are several. */
const outputOf = (outputs: readonly unknown[], position: number): string =>
  outputs.length > 1 ? `output ${position}, ` : '';

async function checkSame(
  ledger: Ledger,
  outputs: readonly Output[],
  values: readonly TypedArray[],
  code: 'alias' | 'determinism',
  what: string,
) {
  for (const [position, output] of outputs.entries()) {
    const before = values[position] as TypedArray;
    const after = await ledger.download(output);
    const at = firstDifference(after, before);
    if (at >= 0) throw new ConformanceError(code, `${what}: element ${at} was ${before[at]}, then ${after[at]}.`);
  }
}

/** Compares the results with the literals and with the definition, the naive backend. */
async function judge(
  call: KernelCall,
  values: readonly TypedArray[],
  outputs: readonly Output[],
  permission: Permission | undefined,
): Promise<void> {
  const { operands, definitionOperands, apply, expected } = call;
  const own = definitionOperands?.() ?? operands;
  const naive = await createNaive();
  const definition = await runOnce(naive, own, apply);
  const altered =
    permission === undefined ? undefined : await runOnce(naive, permittedOperands(own, permission), apply);
  for (const [position, { gate, literal, literalGate = gate }] of expected.entries()) {
    const defined = definition.values[position] as TypedArray;
    const others = altered?.values[position];
    const gateOf = (own: Gate): Gate =>
      permission === undefined || others === undefined
        ? own
        : permitting(own, permittedResults(defined, others, permission), permission);
    const expectations: Expectation[] = [
      ...(literal === undefined ? [] : [{ source: 'literal', values: literal, gate: gateOf(literalGate) }]),
      { source: 'definition', values: defined, gate: gateOf(gate) },
    ];
    const { shape } = outputs[position] as Output;
    for (const expectation of expectations) {
      assertWithin(values[position] as TypedArray, shape, expectation, outputOf(expected, position));
    }
  }
}
