export interface PictureNode {
  readonly kind: 'input' | 'output' | 'layer';
  readonly title: string;
  /** Smaller lines below the title: a name, a shape, how many parameters. */
  readonly lines: readonly string[];
}

/** Nodes, and edges between their numbers. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly (readonly [from: number, to: number])[];
}
