/** Replaces dist/echarts.js, which tsc wrote, with a bundle that contains the parts of ECharts, and writes licences. */
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const [dist, echarts] = [join(root, 'dist'), join(root, 'node_modules/echarts')];

// Comments in the bundle name modules by their paths from here.
process.chdir(root);
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  // Leaves out what ECharts checks and explains in pages under development.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'node20',
    minify: true,
    lib: { entry: 'src/echarts.ts', formats: ['es'], fileName: () => 'echarts.js' },
    license: { fileName: 'echarts-notices.md' },
  },
});
// It belongs to the file of tsc.
rmSync(join(dist, 'echarts.js.map'), { force: true });
for (const file of ['NOTICE', 'licenses/LICENSE-d3']) {
  const text = readFileSync(join(echarts, file), 'utf8').trim();
  appendFileSync(join(dist, 'echarts-notices.md'), `\n## echarts: ${file}\n\n${text}\n`);
}
