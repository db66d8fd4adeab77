import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TypedArrayOf","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/TypedArrayOf.md","filePath":"docs/api/core/interfaces/TypedArrayOf.md"}');
const _sfc_main = { name: "api/core/interfaces/TypedArrayOf.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="typedarrayof" tabindex="-1">TypedArrayOf <a class="header-anchor" href="#typedarrayof" aria-label="Permalink to &quot;TypedArrayOf&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L480" target="_blank" rel="noreferrer">packages/core/src/backend.ts:480</a></p><p>The typed array of each dtype.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-float32"></a> <code>float32</code></td><td><code>Float32Array</code></td></tr><tr><td><a id="property-float64"></a> <code>float64</code></td><td><code>Float64Array</code></td></tr><tr><td><a id="property-int32"></a> <code>int32</code></td><td><code>Int32Array</code></td></tr><tr><td><a id="property-uint8"></a> <code>uint8</code></td><td><code>Uint8Array</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/TypedArrayOf.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TypedArrayOf = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TypedArrayOf as default
};
