/**
 * How the search ranks pages. VitePress sends functions to the browser as text: `boostDocument` may use nothing from
 * outside of it.
 */
export const searchOptions = {
  fuzzy: 0.2,
  prefix: true,
  boost: { title: 6, titles: 3, text: 1 },
  /**
   * Guides come before the API reference, which has a page for every word, and before decisions. A word that is the
   * name of a class or a function finds its page first, and the name of a command ("nabla train") the section that has
   * it in its title.
   */
  boostDocument(id: string, term: string, { title }: { readonly title?: string } = {}): number {
    const words = title?.toLowerCase().split(/[^\w]+/) ?? [];
    if (/\/packages\/cli\b/.test(id) && words.includes('nabla') && words.includes(term)) return 6;
    if (/\/guides\/from-/.test(id)) return 4;
    if (/\/(guides\/|getting-started|what-nabla)/.test(id)) return 3;
    if (/\/api\//.test(id)) {
      // MiniSearch passes the word that it found, which may be longer than the one that was typed.
      const isNamed = title?.toLowerCase().replace('()', '') === term;
      return isNamed && /\/classes\//.test(id) ? 4 : isNamed && /\/functions\//.test(id) ? 3.5 : 0.25;
    }
    return /\/(decisions|benchmarks|what-fixes|architecture|contributing|mutation)/.test(id) ? 0.4 : 1;
  },
};

/**
 * Makes one result of a page of the API reference, whose sections ("Parameters", "Returns") say nothing alone.
 * VitePress makes one of each heading. `path` is that of the page in the repository.
 */
export const htmlForSearch = (path: string, html: string): string =>
  /^docs\/api\/.+\/.+\//.test(path) ? html.replace(/<(\/?)h[2-6]\b/g, '<$1p') : html;
