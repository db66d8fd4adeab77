import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LoadedBackend","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/LoadedBackend.md","filePath":"docs/api/command-line/interfaces/LoadedBackend.md"}');
const _sfc_main = { name: "api/command-line/interfaces/LoadedBackend.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="loadedbackend" tabindex="-1">LoadedBackend <a class="header-anchor" href="#loadedbackend" aria-label="Permalink to &quot;LoadedBackend&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-resolver.ts#L57" target="_blank" rel="noreferrer">packages/command-line/src/backend-resolver.ts:57</a></p><p>A backend that was loaded and started.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/command-line/interfaces/NamedBackend.html"><code>NamedBackend</code></a></li><li><a href="/api/command-line/interfaces/ResolvedBackend.html"><code>ResolvedBackend</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-backend"></a> <code>backend</code></td><td><a href="/api/core/interfaces/Backend.html"><code>Backend</code></a></td><td>You must dispose it.</td></tr><tr><td><a id="property-module"></a> <code>module</code></td><td><a href="/api/command-line/interfaces/BackendModule.html"><code>BackendModule</code></a></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/LoadedBackend.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LoadedBackend = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LoadedBackend as default
};
