import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CsrArray","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/CsrArray.md","filePath":"docs/api/core/interfaces/CsrArray.md"}');
const _sfc_main = { name: "api/core/interfaces/CsrArray.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="csrarray" tabindex="-1">CsrArray <a class="header-anchor" href="#csrarray" aria-label="Permalink to &quot;CsrArray&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L209" target="_blank" rel="noreferrer">packages/core/src/backend.ts:209</a></p><p>A matrix in compressed sparse rows, on the host. Row i holds the entries <code>rowOffsets[i]</code> to <code>rowOffsets[i + 1] - 1</code> of <code>columns</code> and <code>values</code>; columns ascend within a row. A stored zero counts as an entry (0 * Infinity is NaN); a zero that is not stored contributes nothing.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-layout"></a> <code>layout</code></td><td><code>&quot;csr&quot;</code></td></tr><tr><td><a id="property-shape"></a> <code>shape</code></td><td>readonly [<code>number</code>, <code>number</code>]</td></tr><tr><td><a id="property-rowoffsets"></a> <code>rowOffsets</code></td><td><code>Int32Array</code></td></tr><tr><td><a id="property-columns"></a> <code>columns</code></td><td><code>Int32Array</code></td></tr><tr><td><a id="property-values"></a> <code>values</code></td><td>| <code>Float32Array</code>&lt;<code>ArrayBufferLike</code>&gt; | <code>Float64Array</code>&lt;<code>ArrayBufferLike</code>&gt;</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/CsrArray.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CsrArray = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CsrArray as default
};
