/**
 * The elementary functions of float64, with the same bits on every JavaScript engine: made only of operations that
 * ECMAScript defines to the bit (+ - * / and a few of Math), unlike Math.exp and its like. Errors are in units in the
 * last place (ULP), measured on some million points (scripts/math/reference.py, "sweep").
 */
export { erf } from './erf.js';
export { exp, expm1 } from './exp.js';
export * as float32 from './float32.js';
export { log, log1p } from './log.js';
export { sigmoid, tanh } from './logistic.js';
export { normalCdf } from './normal.js';
export { pow } from './pow.js';
export { TABLES } from './tables.js';
export { cos, sin } from './trigonometry.js';
