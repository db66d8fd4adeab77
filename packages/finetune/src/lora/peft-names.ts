/** How PEFT names the layers of encoders that `loadPretrained` of `@nablajs/interchange` builds. */

/** A family of models of Hugging Face. RoBERTa and XLM-RoBERTa name their layers as BERT does. */
export type AdapterArchitecture = 'bert' | 'distilbert';

/** The names of a block's linear layers here and there, behind what both have before the number of the block. */
interface Family {
  readonly block: string;
  readonly layers: readonly (readonly [ours: string, theirs: string])[];
}

const FAMILIES: Readonly<Record<AdapterArchitecture, Family>> = {
  bert: {
    block: 'encoder.layer.',
    layers: [
      ['attention.input.query', 'attention.self.query'],
      ['attention.input.key', 'attention.self.key'],
      ['attention.input.value', 'attention.self.value'],
      ['attention.output', 'attention.output.dense'],
      ['linear1', 'intermediate.dense'],
      ['linear2', 'output.dense'],
    ],
  },
  distilbert: {
    block: 'transformer.layer.',
    layers: [
      ['attention.input.query', 'attention.q_lin'],
      ['attention.input.key', 'attention.k_lin'],
      ['attention.input.value', 'attention.v_lin'],
      ['attention.output', 'attention.out_lin'],
      ['linear1', 'ffn.lin1'],
      ['linear2', 'ffn.lin2'],
    ],
  },
};

/** The architectures that `saveAdapter` knows. */
export const ARCHITECTURE_NAMES: readonly string[] = Object.keys(FAMILIES);

/** A name with the number of its block between what comes before and behind it. */
const numbered = (name: string, block: string): RegExpExecArray | null =>
  new RegExp(`(?:^|\\.)${block.replaceAll('.', '\\.')}(\\d+)\\.(.+)$`).exec(name);

/** Undefined if the family has no such layer. */
export function peftName(name: string, architecture: AdapterArchitecture): string | undefined {
  const { block, layers } = FAMILIES[architecture];
  const [, at, layer] = numbered(name, 'layer') ?? [];
  const theirs = layers.find(([ours]) => ours === layer)?.[1];
  return theirs === undefined ? undefined : `${block}${at}.${theirs}`;
}

/** Returns the end of the layer's name here, or the name itself if no family has it. */
export function nameOfPeft(name: string): string {
  for (const { block, layers } of Object.values(FAMILIES)) {
    const [, at, layer] = numbered(name, block) ?? [];
    const ours = layers.find(([, theirs]) => theirs === layer)?.[0];
    if (ours !== undefined) return `layer${at}.${ours}`;
  }
  return name;
}
