const LONGEST = 160;

/** What a page of the API has above its first paragraph: the path to the page, and the place of the source. */
const NO_TEXT = /^(\[[^\]]*\]\([^)]*\) \/|Defined in)/;

/**
 * What search engines show below the title of a page: the start of its first paragraph, without Markdown, for an
 * attribute of HTML. Undefined for a page without one.
 */
export function descriptionOf(markdown: string): string | undefined {
  const paragraphs = markdown
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^```[\s\S]*?^```$/gm, '')
    .split(/\n\s*\n/);
  const first = paragraphs.find((text) => /^[\p{L}`*_[]/u.test(text) && !NO_TEXT.test(text));
  const plain = first
    ?.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    // The signs in code stay.
    .replace(/`([^`]*)`|[*\\]|\b_|_\b/g, (_, code: string = '') => code)
    .replace(/\s+/g, ' ')
    .trim();
  return plain && escaped(shortened(plain));
}

const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/\W+\w*$/, '')} …`;

/** VitePress writes a description as it is. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
