import { readFileSync } from 'node:fs';

/** One point: arguments, the correctly rounded result, and the exact value minus that, in ULP. */
export interface ReferencePoint {
  /** The second is unused but for pow. */
  readonly args: [number, number];
  readonly result: number;
  readonly residual: number;
}

/** Points made by scripts/math/reference.py. */
export function readReference(name: string): ReferencePoint[] {
  const path = new URL(`../fixtures/math/${name}.json`, import.meta.url);
  const rows = JSON.parse(readFileSync(path, 'utf8')) as string[];
  return rows.map((row) => {
    const fields = row.split(' ');
    const residual = Number(fields.pop());
    const doubles = fields.map(fromBits);
    const result = doubles.pop() ?? NaN;
    const [x = NaN, y = NaN] = doubles;
    return { args: [x, y], result, residual };
  });
}

function fromBits(hexadecimal: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hexadecimal}`));
  return view.getFloat64(0);
}

/** abs(got - exact) in units in the last place of the exact value; Infinity for a wrong NaN or infinity. */
export function errorInUlp(got: number, { result, residual }: ReferencePoint): number {
  if (!Number.isFinite(result) || !Number.isFinite(got)) return Object.is(got, result) ? 0 : Infinity;
  return Math.abs((got - result) / ulp(result) - residual);
}

function ulp(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const exponent = ((view.getUint16(0) >> 4) & 2047) - 1023;
  return 2 ** Math.max(exponent - 52, -1074);
}
