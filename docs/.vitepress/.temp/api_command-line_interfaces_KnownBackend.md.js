import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"KnownBackend","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/KnownBackend.md","filePath":"docs/api/command-line/interfaces/KnownBackend.md"}');
const _sfc_main = { name: "api/command-line/interfaces/KnownBackend.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="knownbackend" tabindex="-1">KnownBackend <a class="header-anchor" href="#knownbackend" aria-label="Permalink to &quot;KnownBackend&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-catalog.ts#L4" target="_blank" rel="noreferrer">packages/command-line/src/backend-catalog.ts:4</a></p><p>A backend with a short name.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-package"></a> <code>package</code></td><td><code>string</code></td><td>The npm package that exports it.</td></tr><tr><td><a id="property-description"></a> <code>description</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-dtypes"></a> <code>dtypes</code></td><td>readonly <code>string</code>[]</td><td>The float types that it computes in.</td></tr><tr><td><a id="property-install"></a> <code>install</code></td><td><code>string</code></td><td>The command that installs it.</td></tr><tr><td><a id="property-note"></a> <code>note?</code></td><td><code>string</code></td><td>A note for users who choose it. Default: none.</td></tr><tr><td><a id="property-hasthreads"></a> <code>hasThreads?</code></td><td><code>boolean</code></td><td>Whether its <code>createBackend</code> takes the option <code>threads</code>. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/KnownBackend.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const KnownBackend = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  KnownBackend as default
};
