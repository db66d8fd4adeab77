import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Largest","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Largest.md","filePath":"docs/api/core/interfaces/Largest.md"}');
const _sfc_main = { name: "api/core/interfaces/Largest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="largest" tabindex="-1">Largest <a class="header-anchor" href="#largest" aria-label="Permalink to &quot;Largest&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/along-axis.ts#L67" target="_blank" rel="noreferrer">packages/core/src/ops/along-axis.ts:67</a></p><p>What <code>topK</code> returns. The caller, or the enclosing scope, owns both tensors.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-values"></a> <code>values</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>-</td></tr><tr><td><a id="property-indices"></a> <code>indices</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>int32. Where they are along the axis.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Largest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Largest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Largest as default
};
