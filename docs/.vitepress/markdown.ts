/** What the site adds to VitePress's Markdown: links as on GitHub, formulas, the names of quoted files, tables. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import katex from 'katex';
import math from 'markdown-it-math/no-default-renderer';
import type { MarkdownOptions } from 'vitepress';
import { GITHUB, PLAYGROUND, PUBLIC_PLAYGROUND, ROOT, resolveLink } from './pages.js';

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0];

/** Its types are for another release of markdown-it. */
const formulas = math as unknown as (md: MarkdownIt, options: object) => void;

export function configureMarkdown(md: MarkdownIt): void {
  md.use(formulas, {
    inlineRenderer: (formula: string) => katex.renderToString(formula, { throwOnError: true }),
    blockRenderer: (formula: string) =>
      katex
        .renderToString(formula, { throwOnError: true, displayMode: true })
        // It scrolls where it is wide, by the keyboard too.
        .replace('class="katex-display"', 'class="katex-display" tabindex="0"'),
  });
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const source = relative(ROOT, env.realPath ?? env.path);
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
    for (const link of links) {
      const href = link.attrGet('href') ?? '';
      if (href.startsWith(PUBLIC_PLAYGROUND)) {
        link.attrSet('href', href.replace(PUBLIC_PLAYGROUND, PLAYGROUND));
        link.attrSet('target', '_self');
      }
      if (/^(#|\/|[a-z]+:)/.test(href)) continue;
      link.attrSet('href', resolveLink(source, href));
    }
  });
  nameFences(md);
  md.core.ruler.push('row-headers', ({ tokens }) => {
    let namesRows = false;
    for (const [at, token] of tokens.entries()) {
      if (token.type !== 'tr_open') continue;
      const [cell, text, close] = tokens.slice(at + 1, at + 4);
      if (cell === undefined || close === undefined) continue;
      if (cell.type === 'th_open') {
        namesRows = text?.content === '';
        // Screen readers announce a header cell without a text.
        if (namesRows) cell.tag = close.tag = 'td';
      } else if (namesRows) {
        cell.tag = close.tag = 'th';
        cell.attrSet('scope', 'row');
      }
    }
  });
}

/** Shows the name behind a block's language above the block. The name of a quoted file is a link to it. */
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
