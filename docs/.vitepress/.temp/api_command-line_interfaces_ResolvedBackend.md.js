import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ResolvedBackend","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/ResolvedBackend.md","filePath":"docs/api/command-line/interfaces/ResolvedBackend.md"}');
const _sfc_main = { name: "api/command-line/interfaces/ResolvedBackend.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="resolvedbackend" tabindex="-1">ResolvedBackend <a class="header-anchor" href="#resolvedbackend" aria-label="Permalink to &quot;ResolvedBackend&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-resolver.ts#L69" target="_blank" rel="noreferrer">packages/command-line/src/backend-resolver.ts:69</a></p><p>A backend that computes in the dtype that was asked for.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/command-line/interfaces/LoadedBackend.html"><code>LoadedBackend</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-backend"></a> <code>backend</code></td><td><a href="/api/core/interfaces/Backend.html"><code>Backend</code></a></td><td>You must dispose it.</td></tr><tr><td><a id="property-module"></a> <code>module</code></td><td><a href="/api/command-line/interfaces/BackendModule.html"><code>BackendModule</code></a></td><td>-</td></tr><tr><td><a id="property-note"></a> <code>note</code></td><td><code>string</code> | <code>undefined</code></td><td>What users should know about the choice, such as why <code>auto</code> chose it; undefined if there is nothing to say.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/ResolvedBackend.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ResolvedBackend = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ResolvedBackend as default
};
