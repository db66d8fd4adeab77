import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"PoolingOptions&lt;Size&gt;","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/PoolingOptions.md","filePath":"docs/api/core/interfaces/PoolingOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/PoolingOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="poolingoptions-lt-size-gt" tabindex="-1">PoolingOptions&lt;Size&gt; <a class="header-anchor" href="#poolingoptions-lt-size-gt" aria-label="Permalink to &quot;PoolingOptions&amp;lt;Size&amp;gt;&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/pooling.ts#L11" target="_blank" rel="noreferrer">packages/core/src/layers/pooling.ts:11</a></p><p>Options of the pooling layers. <code>Size</code> is a number for sequences, and a number or a pair for images.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Parameter</th></tr></thead><tbody><tr><td><a id="type-parameter-size"></a> <code>Size</code> <em>extends</em> <a href="/api/core/type-aliases/Pair.html"><code>Pair</code></a></td></tr></tbody></table><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-stride"></a> <code>stride?</code></td><td><code>Size</code></td><td>How far the window moves from one output to the next: whole numbers &gt;= 1. Default: the window&#39;s size.</td></tr><tr><td><a id="property-padding"></a> <code>padding?</code></td><td><code>&quot;valid&quot;</code> | <code>&quot;same&quot;</code> | <code>Size</code></td><td>What surrounds the input: as in <code>ConvolutionOptions</code>. It never counts. Default: <code>valid</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/PoolingOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PoolingOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PoolingOptions as default
};
