/** Numbers of the kernels and of their operations; ../assembly imports this file too. Each kernel of a dtype: float32 even, float64 odd. */
export const MATMUL = 0;
export const MATMUL_PACK = 2;
export const MATMUL_THIN = 4;
export const CSR_PRODUCT = 6;
export const PACK_PANELS = 8;
export const UNPACK_PANELS = 10;
export const CSR_ORDER = 12;
export const MASK_BY_OUTPUT = 14;
export const PANEL_COLUMN_SUMS = 16;
export const ELEMENTWISE = 18;
export const UNARY = 20;
export const SUM_LINES = 22;
export const SUM_PARTS = 24;
export const ADD_PARTS = 26;
export const SUM_COLUMNS = 28;
export const MAX = 30;
export const ARGMAX = 32;
export const CROSS_ENTROPY = 34;
export const SGD = 36;
export const SGD_MOMENTUM = 38;
export const ADAM = 40;
export const ONE_HOT = 42;
export const FILL = 44;
export const FINITE_PARTS = 46;
export const FILL_INTEGERS = 48;
export const GATHER = 49;
/** By the bytes of an element: 1, 4, 8. */
export const TRANSPOSE_1 = 50;
export const TRANSPOSE_4 = 51;
export const TRANSPOSE_8 = 52;
/** Plus 4 * from + to, with float32 0, float64 1, int32 2, uint8 3. */
export const CAST = 53;

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
export const NORMAL_CDF = 8;
