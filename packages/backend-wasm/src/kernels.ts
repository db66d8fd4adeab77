/** Numbers of the kernels and of their operations; ../assembly imports this file too. Each kernel of a dtype: float32 even, float64 odd. */
export const MATMUL = 0;
export const MATMUL_PACK = 2;
export const MATMUL_THIN = 4;
export const CSR_PRODUCT = 6;
export const CSR_PACK = 8;
export const CSR_ORDER = 10;
export const MASK_BY_OUTPUT = 12;
export const PANEL_COLUMN_SUMS = 14;
export const ELEMENTWISE = 16;
export const UNARY = 18;
export const SUM_LINES = 20;
export const SUM_PARTS = 22;
export const ADD_PARTS = 24;
export const SUM_COLUMNS = 26;
export const MAX = 28;
export const ARGMAX = 30;
export const CROSS_ENTROPY = 32;
export const SGD = 34;
export const SGD_MOMENTUM = 36;
export const ADAM = 38;
export const ONE_HOT = 40;
export const FILL = 42;
export const FINITE_PARTS = 44;
export const FILL_INTEGERS = 46;
export const GATHER = 47;
/** By the bytes of an element: 1, 4, 8. */
export const TRANSPOSE_1 = 48;
export const TRANSPOSE_4 = 49;
export const TRANSPOSE_8 = 50;
/** Plus 4 * from + to, with float32 0, float64 1, int32 2, uint8 3. */
export const CAST = 51;

export const ADD = 0;
export const SUBTRACT = 1;
export const MULTIPLY = 2;
export const DIVIDE = 3;
export const MAXIMUM = 4;
export const GREATER = 5;

export const EXP = 0;
export const EXPM1 = 1;
export const LOG = 2;
export const LOG1P = 3;
export const SQRT = 4;
export const TANH = 5;
export const SIGMOID = 6;
export const ERF = 7;
