/**
 * Looks at the built site as a browser would, for what VitePress does not: fragments of links, and what comes from
 * other hosts.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is wrong with the site in `folder`, which its host has at `base`, a line each; how many pages it has; and the
 * addresses on other hosts that its pages link to, sorted. Those are listed, not visited.
 */
export function checkSite(folder, base = '/') {
  const files = readdirSync(folder, { recursive: true }).filter((file) => statSync(join(folder, file)).isFile());
  const read = (extension) =>
    new Map(
      files
        .filter((file) => file.endsWith(extension))
        .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
    );
  const pages = read('.html');
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, idsIn(pages.get(file) ?? ''));
    return ids.get(file);
  };
  const foreign = [...pages, ...read('.css')].flatMap(([file, text]) =>
    loadedFrom(text).map((url) => `${file}: loads ${url}, which is on another host`),
  );
  const dead = [...pages].flatMap((page) => deadLinks(page, files, idsOf, base));
  const external = new Set(
    [...pages.values()].flatMap((text) => linksIn(text).filter((href) => /^https?:/.test(href))),
  );
  return { pages: pages.size, problems: [...dead, ...foreign], external: [...external].sort() };
}

/** Addresses with a host that a page or a style sheet has the browser load. Links are not loaded. */
function loadedFrom(text) {
  const tags = text.matchAll(
    /<(?:script|img|iframe|link|source|video|audio)\b[^>]*?\b(?:src|href)="((?:https?:)?\/\/[^"]*)"/g,
  );
  const styles = text.matchAll(/(?:url\(|@import\s+)["']?((?:https?:)?\/\/[^"')\s]*)/g);
  return [...tags, ...styles].map(([, url]) => url);
}

const linksIn = (text) => [...text.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map(([, href]) => href);

function deadLinks([file, text], files, idsOf, base) {
  return [...new Set(linksIn(text))].flatMap((href) => {
    if (/^[a-z]+:/.test(href)) return [];
    const url = new URL(href, `http://site${base}${file}`);
    if (!url.pathname.startsWith(base)) return [`${file}: the link ${href} leads out of ${base}`];
    const target = decodeURIComponent(url.pathname)
      .slice(base.length)
      .replace(/(^|\/)$/, '$1index.html');
    if (!files.includes(target)) return [`${file}: the link ${href} leads to ${target}, which is not there`];
    const id = decodeURIComponent(url.hash).slice(1);
    // What is behind the # of the playground says what it shows.
    if (id === '' || target.startsWith('playground/') || idsOf(target).has(id)) return [];
    return [`${file}: the link ${href} names a part of ${target} that is not there`];
  });
}

const idsIn = (text) => new Set([...text.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id));
