/**
 * How the search ranks pages. VitePress sends functions to the browser as text: `boostDocument` may use nothing from
 * outside of it.
 */
export const searchOptions = {
  fuzzy: 0.2,
  prefix: true,
  boost: { title: 6, titles: 3, text: 1 },
  /** Guides come before the API reference, which has a page for every word, and before decisions. */
  boostDocument(id: string): number {
    if (/^\/guides\/from-/.test(id)) return 4;
    if (/^\/(guides\/|getting-started)/.test(id)) return 3;
    if (/^\/api\//.test(id)) return 0.5;
    return /^\/(decisions|benchmarks|what-fixes|architecture|contributing|mutation)/.test(id) ? 0.4 : 1;
  },
};
