import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"IdxArray","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/IdxArray.md","filePath":"docs/api/datasets/interfaces/IdxArray.md"}');
const _sfc_main = { name: "api/datasets/interfaces/IdxArray.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="idxarray" tabindex="-1">IdxArray <a class="header-anchor" href="#idxarray" aria-label="Permalink to &quot;IdxArray&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/idx/idx.ts#L5" target="_blank" rel="noreferrer">packages/datasets/src/idx/idx.ts:5</a></p><p>The content of an IDX file: row-major elements and their shape.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><code>&quot;float32&quot;</code> | <code>&quot;float64&quot;</code> | <code>&quot;int32&quot;</code> | <code>&quot;uint8&quot;</code></td></tr><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td></tr><tr><td><a id="property-data"></a> <code>data</code></td><td><a href="/api/core/type-aliases/TypedArray.html"><code>TypedArray</code></a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/IdxArray.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const IdxArray = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  IdxArray as default
};
