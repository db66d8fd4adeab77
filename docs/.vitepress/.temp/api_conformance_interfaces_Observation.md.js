import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Observation","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/Observation.md","filePath":"docs/api/conformance/interfaces/Observation.md"}');
const _sfc_main = { name: "api/conformance/interfaces/Observation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="observation" tabindex="-1">Observation <a class="header-anchor" href="#observation" aria-label="Permalink to &quot;Observation&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/harness/conformance-case.ts#L7" target="_blank" rel="noreferrer">packages/conformance/src/harness/conformance-case.ts:7</a></p><p>One output of a kernel on a backend.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-values"></a> <code>values</code></td><td><a href="/api/core/type-aliases/TypedArray.html"><code>TypedArray</code></a></td><td>-</td></tr><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td><td>-</td></tr><tr><td><a id="property-gate"></a> <code>gate</code></td><td><a href="/api/conformance/interfaces/Gate.html"><code>Gate</code></a></td><td>How far another backend&#39;s output may be from this one.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/Observation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Observation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Observation as default
};
