/** Numbers of the operations that a kernel can run; the kernels of backend-wasm import this file too. */
export const ADD = 0;
export const SUBTRACT = 1;
export const MULTIPLY = 2;
export const DIVIDE = 3;
export const MAXIMUM = 4;
export const GREATER = 5;
export const WHERE = 6;

export const EXP = 0;
export const EXPM1 = 1;
export const LOG = 2;
export const LOG1P = 3;
export const SQRT = 4;
export const TANH = 5;
export const SIGMOID = 6;
export const ERF = 7;
export const NORMAL_CDF = 8;
