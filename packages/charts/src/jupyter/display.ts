/** What a notebook shows for a value: HTML, and text for programs that cannot show HTML. */
import { html, Markup, plainText } from '../markup.js';
import { DARK_VARIABLES, LIGHT_VARIABLES } from '../page-style.js';

/** The method by which Deno's Jupyter kernel asks the value of a cell for what to show. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display');

/** What a notebook shows, by MIME type. It takes the richest type that it can show. */
export interface MimeBundle {
  readonly 'text/html': string;
  readonly 'text/plain': string;
}

/** A value that displays itself as the last one of a notebook's cell. */
export interface Displayable {
  /** Returns what the notebook shows for this value. */
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}

const STYLE = `
.nabla { color-scheme: light; ${LIGHT_VARIABLES}
  background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 8px;
  padding: .75rem; margin: .25rem 0; font: 14px/1.45 system-ui, sans-serif; max-width: 60rem;
  box-sizing: border-box; container-type: inline-size; }
body[data-jp-theme-light="false"] .nabla, body.vscode-dark .nabla, body.vscode-high-contrast .nabla {
  color-scheme: dark; ${DARK_VARIABLES} }
@media (prefers-color-scheme: dark) {
  body:not([data-jp-theme-light], [data-vscode-theme-kind]) .nabla { color-scheme: dark; ${DARK_VARIABLES} } }
.nabla .title { font-weight: 600; margin: 0 0 .5rem; }
.nabla svg.chart { display: block; width: 100%; height: auto; }
.nabla .square { max-width: 40rem; }
.nabla .narrow { display: none; }
@container (max-width: 30rem) {
  .nabla .wide { display: none; }
  .nabla .narrow { display: block; } }
.nabla svg.chart text { white-space: pre; }
.nabla svg.mark { display: inline-block; width: 14px; height: 14px; vertical-align: -2px; margin-right: .4rem; }
.nabla ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: 0 0 .5rem; }
.nabla .scroll { overflow-x: auto; }
.nabla table { border-collapse: collapse; border: 0; margin: 0; font-variant-numeric: tabular-nums; color: inherit; }
.nabla table :is(tr, th, td) { background: none; color: inherit; }
.nabla :is(th, td) { padding: .2rem .9rem .2rem 0; border: 0; border-bottom: 1px solid var(--line); text-align: left; }
.nabla :is(td, th).number { text-align: right; white-space: nowrap; }
.nabla thead th { color: var(--faint); font-weight: 400; }
.nabla pre { overflow-x: auto; margin: 0; padding: 0; background: none; color: inherit; font: 13px/1.45 monospace;
  white-space: pre; }
.nabla .images { display: flex; flex-wrap: wrap; gap: .75rem; }
.nabla figure { margin: 0; text-align: center; font-size: 12px; color: var(--faint); }
.nabla img { display: block; width: 56px; height: 56px; margin: 0 auto .2rem; image-rendering: pixelated;
  border: 1px solid var(--line); border-radius: 4px; }
`;

/** A picture or a table in a notebook. It displays itself as the last value of a cell. */
export interface Displayed extends Displayable {
  /** Shows it now, below the running cell. With an id, it takes the place of what was shown with the same id. */
  show(id?: DisplayId): Promise<void>;
}

/** What `displayed` shows. Title and text may be untrusted: they cannot become markup. */
export interface DisplayedParts {
  readonly title: string;
  readonly body: Markup;
  /** What programs show that cannot show HTML. */
  readonly text: string;
}

/**
 * Returns something of your own for a notebook to show, in the style of the others.
 *
 * @example
 * ```ts
 * const note = displayed({ title: 'Loss', body: html`<p>0.31</p>`, text: 'Loss: 0.31' });
 * await note.show(); // in the middle of a cell; at its end, `note` is enough
 * ```
 */
export function displayed({ title, body, text }: DisplayedParts): Displayed {
  const markup = html`<div class="nabla"><style>${new Markup(STYLE)}</style><div class="title">${title}</div>
${body}</div>`;
  const bundle = { 'text/html': markup.text, 'text/plain': text.split('\n').map(visible).join('\n') };
  return {
    [DISPLAY]: () => bundle,
    async show(id) {
      const type = id?.isShown ? 'update_display_data' : 'display_data';
      const transient = id === undefined ? {} : { display_id: id.name };
      await broadcast()(type, { data: bundle, metadata: {}, transient });
      if (id !== undefined) id.isShown = true;
    },
  };
}

/** A place below a cell whose content is replaced. */
export interface DisplayId {
  readonly name: string;
  isShown: boolean;
}

/** Keeps the spaces that align columns, which `plainText` would join. */
const visible = (line: string): string => line.split(' ').map(plainText).join(' ');

type Broadcast = (type: string, content: Readonly<Record<string, unknown>>) => Promise<void>;

function broadcast(): Broadcast {
  const { Deno: deno } = globalThis as { readonly Deno?: { readonly jupyter?: { readonly broadcast: Broadcast } } };
  const jupyter = deno?.jupyter;
  if (jupyter === undefined) {
    throw new Error("show: expected a cell of a notebook with Deno's kernel. Received a program; run it in Jupyter.");
  }
  return (type, content) => jupyter.broadcast(type, content);
}
