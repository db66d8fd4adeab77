import { readdirSync } from 'node:fs';

/** The addresses of the pages that people wrote, and the first page of the API reference; not the rest of it. */
export function writtenPages(dist) {
  return readdirSync(dist, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .filter((file) => !file.startsWith('playground/'))
    .filter((file) => !file.startsWith('api/') || file === 'api/index.html')
    .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
    .toSorted();
}
