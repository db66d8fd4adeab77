import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GeluOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/GeluOptions.md","filePath":"docs/api/core/interfaces/GeluOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/GeluOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="geluoptions" tabindex="-1">GeluOptions <a class="header-anchor" href="#geluoptions" aria-label="Permalink to &quot;GeluOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/activations.ts#L142" target="_blank" rel="noreferrer">packages/core/src/ops/activations.ts:142</a></p><p>Options of <code>gelu</code> and <code>GELU</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-approximate"></a> <code>approximate?</code></td><td><a href="/api/core/type-aliases/GeluApproximation.html"><code>GeluApproximation</code></a></td><td><code>tanh</code>: the approximation that some older models were trained with. Default: <code>none</code>, the exact function.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/GeluOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GeluOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GeluOptions as default
};
