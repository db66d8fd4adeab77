import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SeparableConv2dOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SeparableConv2dOptions.md","filePath":"docs/api/core/interfaces/SeparableConv2dOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/SeparableConv2dOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="separableconv2doptions" tabindex="-1">SeparableConv2dOptions <a class="header-anchor" href="#separableconv2doptions" aria-label="Permalink to &quot;SeparableConv2dOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/separable-conv2d.ts#L11" target="_blank" rel="noreferrer">packages/core/src/layers/separable-conv2d.ts:11</a></p><p>Options of <code>SeparableConv2d</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><code>Omit</code>&lt;<a href="/api/core/type-aliases/Conv2dOptions.html"><code>Conv2dOptions</code></a>, <code>&quot;groups&quot;</code>&gt;</li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-stride"></a> <code>stride?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td><td>How far the window moves from one output to the next: whole numbers &gt;= 1. Default: 1.</td></tr><tr><td><a id="property-padding"></a> <code>padding?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a> | <code>&quot;valid&quot;</code> | <code>&quot;same&quot;</code></td><td>The zeros around the input: none (<code>valid</code>), as many as make the output ceil(input / stride) (<code>same</code>), or this many on each side. Default: <code>valid</code>.</td></tr><tr><td><a id="property-dilation"></a> <code>dilation?</code></td><td><a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td><td>The distance between neighbours in a window: whole numbers &gt;= 1. Default: 1.</td></tr><tr><td><a id="property-bias"></a> <code>bias?</code></td><td><code>boolean</code></td><td>Whether to add a bias. Default: true.</td></tr><tr><td><a id="property-initializer"></a> <code>initializer?</code></td><td><a href="/api/core/type-aliases/Initializer.html"><code>Initializer</code></a></td><td>How to draw the initial weight. The bias starts at zero. Default: <code>heNormal</code>.</td></tr><tr><td><a id="property-depthmultiplier"></a> <code>depthMultiplier?</code></td><td><code>number</code></td><td>How many filters each channel has in the first convolution. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SeparableConv2dOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SeparableConv2dOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SeparableConv2dOptions as default
};
