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
  md.core.ruler.push('empty-headers', ({ tokens }) => {
    for (const [at, token] of tokens.entries()) {
      if (token.type !== 'th_open' || tokens[at + 1]?.content !== '') continue;
      const close = tokens[at + 2];
      // Screen readers announce a header cell without a text.
      token.tag = 'td';
      if (close !== undefined) close.tag = 'td';
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
