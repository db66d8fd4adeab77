import type { Backend, TypedArray } from '@nablajs/core';

export interface GptSize {
  readonly context: number;
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
  readonly dropout: number;
  readonly rows: number;
  readonly steps: number;
}

export const SMALL: GptSize;

export function trainGpt(
  backend: Backend,
  size?: GptSize,
): Promise<{ losses: number[]; ms: number; weights: TypedArray[] }>;
