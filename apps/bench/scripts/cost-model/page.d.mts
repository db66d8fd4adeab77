import type { Measured } from './model.mjs';

export function costModelPage(measured: Measured): string;
