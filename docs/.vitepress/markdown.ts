/** What the site's Markdown has beside VitePress's: links as on GitHub, formulas, names of quoted files. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import katex from 'katex';
import math from 'markdown-it-math/no-default-renderer';
import type { MarkdownOptions } from 'vitepress';
import { GITHUB, ROOT, resolveLink } from './pages.js';

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0];

/** Its types are those of another release of markdown-it. */
const formulas = math as unknown as (md: MarkdownIt, options: object) => void;

export function configureMarkdown(md: MarkdownIt): void {
  md.use(formulas, {
    inlineRenderer: (formula: string) => katex.renderToString(formula, { throwOnError: true }),
    blockRenderer: (formula: string) => katex.renderToString(formula, { throwOnError: true, displayMode: true }),
  });
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const source = relative(ROOT, env.realPath ?? env.path);
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
    for (const link of links) {
      const href = link.attrGet('href') ?? '';
      if (/^(#|\/|[a-z]+:)/.test(href)) continue;
      const resolved = resolveLink(source, href);
      link.attrSet('href', resolved);
      // No page of the site, but a file beside them.
      if (resolved.endsWith('.html')) link.attrSet('target', '_blank');
    }
  });
  nameFences(md);
}

/** A block with a name behind its language shows it, and where it is a quotation, links to the file. */
function nameFences(md: MarkdownIt): void {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    const [, name] = tokens[at]?.info.trim().split(/\s+/) ?? [];
    const block = fence?.(tokens, at, options, env, self) ?? '';
    if (name === undefined) return block;
    const text = md.utils.escapeHtml(name);
    const label = existsSync(join(ROOT, name)) ? `<a href="${GITHUB}/blob/main/${text}">${text}</a>` : text;
    return `<div class="named-block"><div class="block-name">${label}</div>${block}</div>`;
  };
}
