import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendRequest","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/BackendRequest.md","filePath":"docs/api/command-line/interfaces/BackendRequest.md"}');
const _sfc_main = { name: "api/command-line/interfaces/BackendRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendrequest" tabindex="-1">BackendRequest <a class="header-anchor" href="#backendrequest" aria-label="Permalink to &quot;BackendRequest&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-resolver.ts#L12" target="_blank" rel="noreferrer">packages/command-line/src/backend-resolver.ts:12</a></p><p>Which backend to load.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/command-line/interfaces/BackendSettings.html"><code>BackendSettings</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-backend"></a> <code>backend</code></td><td><code>string</code></td><td>A short name, <code>auto</code>, or a package (or a path that starts with <code>.</code>) that exports <code>createBackend</code>.</td></tr><tr><td><a id="property-backendoptions"></a> <code>backendOptions</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>Passed to <code>createBackend</code>.</td></tr><tr><td><a id="property-threads"></a> <code>threads?</code></td><td><code>number</code></td><td>How many threads to compute on, if the backend has a short name and threads. Overrides <code>backendOptions</code>. Default: the backend decides.</td></tr><tr><td><a id="property-projectfolder"></a> <code>projectFolder</code></td><td><code>string</code></td><td>Where to look for packages first; after that, in the command&#39;s own folder.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/BackendRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendRequest as default
};
