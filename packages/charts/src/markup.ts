/** Builds HTML from templates. Values are escaped, unless a template made them, so that text cannot become markup. */
import { plainText } from './plain.js';

/**
 * HTML that is safe to insert into a page.
 *
 * @example
 * ```ts
 * const rule = new Markup('<hr>');
 * console.log(html`<p>${'a < b'}</p>${rule}`.text); // <p>a &lt; b</p><hr>
 * ```
 */
export class Markup {
  readonly text: string;

  /** @param text HTML that is already escaped. */
  constructor(text: string) {
    this.text = text;
  }
}

/** A value that a template accepts. */
export type MarkupPart = string | number | Markup | readonly MarkupPart[];

/**
 * A template tag for HTML. It escapes values, in text and in quoted attributes, and joins lists.
 *
 * @example
 * ```ts
 * const items = ['a < b', 'c'].map((text) => html`<li>${text}</li>`);
 * console.log(html`<ul>${items}</ul>`.text); // <ul><li>a &lt; b</li><li>c</li></ul>
 * ```
 */
export function html(strings: TemplateStringsArray, ...parts: MarkupPart[]): Markup {
  return new Markup(strings.map((text, at) => `${text}${at < parts.length ? partText(parts[at] ?? '') : ''}`).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function partText(part: MarkupPart): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return plainText(part).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  return typeof part === 'number' ? String(part) : part.map(partText).join('');
}

export { plainText, wrapText } from './plain.js';
