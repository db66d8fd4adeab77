import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type UserConfig } from 'vitepress';
import { nameButtons } from './accessible.js';
import { descriptionOf } from './description.js';
import { hydrateOnInteraction } from './hydration.js';
import { configureMarkdown } from './markdown.js';
import { BASE, GITHUB, isPage, ROOT, sitePath } from './pages.js';
import { htmlForSearch, searchOptions } from './search.js';
import { sidebar } from './sidebar.js';

/**
 * Not on the site: the first page takes the place of the README, private packages are for those who work on nabla, and
 * templates are for their projects.
 */
const PRIVATE = 'packages/{browser,bundlers,create-nabla/templates,golden,kernel-host,backend-native/platforms}/**';
const EXCLUDED = ['README.md', PRIVATE, '**/CHANGELOG.md'];

/** The favicon: a nabla. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#3451b2" d="M0 2h16L8 15zM5 5l3 5 3-5z"/></svg>',
)}`;

/** Pages are compiled to Vue components. This lets pages outside of docs find Vue. */
const vueOfDocs: NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number] = {
  name: 'vue-of-docs',
  enforce: 'pre',
  resolveId(id, importer, options) {
    if (!/^vue(\/|$)/.test(id) || importer?.endsWith('.md') !== true) return undefined;
    return this.resolve(id, join(ROOT, 'docs', 'index.md'), { ...options, skipSelf: true });
  },
};

export default defineConfig({
  title: 'nabla',
  description: 'A small, exact and fast neural-network library for TypeScript, with pluggable tensor backends.',
  lang: 'en',
  base: BASE,
  head: [['link', { rel: 'icon', href: ICON }]],
  // Pages are all over the repository: READMEs are pages too.
  srcDir: ROOT,
  srcExclude: EXCLUDED,
  rewrites(file) {
    if (!isPage(file)) throw new Error(`${file}: a page must be in .vitepress/pages.ts, or excluded in config.ts.`);
    return sitePath(file);
  },
  // One file, instead of a copy in each page.
  metaChunk: true,
  transformHtml: (html) => hydrateOnInteraction(nameButtons(html)),
  transformPageData({ filePath }) {
    const description = descriptionOf(readFileSync(join(ROOT, filePath), 'utf8'));
    return description === undefined ? undefined : { description };
  },
  themeConfig: {
    siteTitle: '∇ nabla',
    nav: [
      { text: 'Guide', link: '/getting-started' },
      { text: 'API', link: '/api/' },
      { text: 'Playground', link: '/playground/', target: '_self' },
      { text: 'GitHub', link: GITHUB },
    ],
    sidebar: sidebar(),
    search: {
      provider: 'local',
      options: {
        miniSearch: { searchOptions },
        _render: (source, env, md) => htmlForSearch(env.relativePath, md.render(source, env)),
      },
    },
    outline: { level: [2, 3] },
  },
  vite: {
    plugins: [vueOfDocs],
    build: { chunkSizeWarningLimit: 4096 },
  },
  markdown: {
    config: configureMarkdown,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
});
