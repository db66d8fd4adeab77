/** How a network of another library wants its pixels. Its file does not say. */
export const PIXELS = ['0 to 1', '-1 to 1', '0 to 255', 'ImageNet'] as const;
export type Pixels = (typeof PIXELS)[number];
