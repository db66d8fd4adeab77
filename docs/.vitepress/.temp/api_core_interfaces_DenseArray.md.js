import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DenseArray","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/DenseArray.md","filePath":"docs/api/core/interfaces/DenseArray.md"}');
const _sfc_main = { name: "api/core/interfaces/DenseArray.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="densearray" tabindex="-1">DenseArray <a class="header-anchor" href="#densearray" aria-label="Permalink to &quot;DenseArray&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/tensors/host-array.ts#L10" target="_blank" rel="noreferrer">packages/core/src/tensors/host-array.ts:10</a></p><p>Row-major elements with their shape. The type of the array is the dtype.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-layout"></a> <code>layout</code></td><td><code>&quot;dense&quot;</code></td></tr><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td></tr><tr><td><a id="property-data"></a> <code>data</code></td><td><a href="/api/core/type-aliases/TypedArray.html"><code>TypedArray</code></a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/DenseArray.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenseArray = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenseArray as default
};
