import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"0005 Two npm commands over a pnpm workspace","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0005-tooling.md","filePath":"docs/decisions/0005-tooling.md"}');
const _sfc_main = { name: "decisions/0005-tooling.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="_0005-two-npm-commands-over-a-pnpm-workspace" tabindex="-1">0005 Two npm commands over a pnpm workspace <a class="header-anchor" href="#_0005-two-npm-commands-over-a-pnpm-workspace" aria-label="Permalink to &quot;0005 Two npm commands over a pnpm workspace&quot;">​</a></h1><p>2026-11-25, changed 2026-11-27</p><h2 id="context" tabindex="-1">Context <a class="header-anchor" href="#context" aria-label="Permalink to &quot;Context&quot;">​</a></h2><p>A newcomer has Node and npm. The workspace needs pnpm (strict dependencies), turbo (order and caching of builds) and a TypeScript build.</p><h2 id="decision" tabindex="-1">Decision <a class="header-anchor" href="#decision" aria-label="Permalink to &quot;Decision&quot;">​</a></h2><ul><li>The npm scripts of the root go through <code>scripts/run.mjs</code>. It installs with the pinned pnpm, through npx, when the lockfile changed. It then builds with turbo&#39;s cache, and runs the command. The second start takes about a second.</li><li><code>npm start</code> installs only what the command nabla needs, and builds with the compilers alone. All other commands install everything. An install never removes anything.</li><li>pnpm is also a dev dependency of the root, so that turbo finds it without npx.</li><li><code>nabla</code> runs in the process of <code>scripts/run.mjs</code>, which therefore passes on signals, the terminal and the exit code.</li><li>Packages are built with plain <code>tsc -b</code>, one output file per source file. Tests read the sources through the export condition <code>@nablajs/source</code>. Published packages keep this condition and ship <code>src</code>, so that source maps resolve.</li><li>Tests are not cached: <code>npm test</code> always runs them.</li><li>TypeScript config files are loaded with jiti, JSON files with <code>JSON.parse</code>; then one strict zod schema checks both. We do not use a config loader (c12): it merges before we could see the raw keys, and it can load a config from the network.</li><li>Biome finds import cycles, turbo finds package cycles. No other tool is needed.</li></ul><h2 id="consequences" tabindex="-1">Consequences <a class="header-anchor" href="#consequences" aria-label="Permalink to &quot;Consequences&quot;">​</a></h2><p><code>npm start</code> needs the registry once. Editors see one TypeScript project per package through the references in <code>tsconfig.json</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/decisions/0005-tooling.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0005Tooling = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0005Tooling as default
};
