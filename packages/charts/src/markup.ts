/** HTML in which text cannot become markup: what a template is given is escaped, unless a template made it. */
import { plainText } from './plain.js';

/** HTML that is safe to put into a page. */
export class Markup {
  readonly text: string;

  /** @param text Escaped already. */
  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupPart = string | number | Markup | readonly MarkupPart[];

/** A template whose values are escaped, in text and in quoted attributes alike; lists are joined. */
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
