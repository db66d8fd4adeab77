import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ConvTransposeOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ConvTransposeOptions.md","filePath":"docs/api/core/interfaces/ConvTransposeOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/ConvTransposeOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="convtransposeoptions" tabindex="-1">ConvTransposeOptions <a class="header-anchor" href="#convtransposeoptions" aria-label="Permalink to &quot;ConvTransposeOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/convolution.ts#L135" target="_blank" rel="noreferrer">packages/core/src/ops/fused/convolution.ts:135</a></p><p>Options of <code>convTranspose2d</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/WindowOptions.html"><code>WindowOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-groups"></a> <code>groups?</code></td><td><code>number</code></td><td>As in <code>conv2d</code>, with the roles of channels and filters swapped. Default: 1.</td></tr><tr><td><a id="property-outputpadding"></a> <code>outputPadding?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td><td>How many rows and columns to add at the end of the output, less than the stride. Default: 0.</td></tr><tr><td><a id="property-stride"></a> <code>stride?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td><td>How far the window moves from one output to the next: whole numbers &gt;= 1. Default: 1, for pooling its size.</td></tr><tr><td><a id="property-padding"></a> <code>padding?</code></td><td><a href="/api/core/type-aliases/Padding.html"><code>Padding</code></a></td><td>What surrounds the image. Default: <code>valid</code>.</td></tr><tr><td><a id="property-dilation"></a> <code>dilation?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td><td>The distance between neighbours in a window: whole numbers &gt;= 1. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ConvTransposeOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConvTransposeOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConvTransposeOptions as default
};
