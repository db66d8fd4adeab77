import type { Measured } from './model.mjs';

export function speedChart(measured: Measured): string;
