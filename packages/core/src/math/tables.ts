import { PIECES } from './erf.js';
import { ROOTS } from './exp.js';
import { INVERSES } from './log.js';
import { TAIL } from './normal.js';

/**
 * The tables of this entry's functions, one after the other in the memory of kernels that give the same bits: those of
 * `log`, `exp`, `erf` and `normalCdf`. Do not change them.
 */
export const TABLES: readonly Float64Array[] = [INVERSES, ROOTS, PIECES, TAIL];
