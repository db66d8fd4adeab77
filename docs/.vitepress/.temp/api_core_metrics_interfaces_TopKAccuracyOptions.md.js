import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TopKAccuracyOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/metrics/interfaces/TopKAccuracyOptions.md","filePath":"docs/api/core/metrics/interfaces/TopKAccuracyOptions.md"}');
const _sfc_main = { name: "api/core/metrics/interfaces/TopKAccuracyOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="topkaccuracyoptions" tabindex="-1">TopKAccuracyOptions <a class="header-anchor" href="#topkaccuracyoptions" aria-label="Permalink to &quot;TopKAccuracyOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/metrics/accuracy.ts#L37" target="_blank" rel="noreferrer">packages/core/src/metrics/accuracy.ts:37</a></p><p>Options of <code>TopKAccuracy</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/metrics/interfaces/MetricOptions.html"><code>MetricOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-k"></a> <code>k?</code></td><td><code>number</code></td><td>How many of the largest outputs count, a whole number &gt;= 1. Default: 5.</td></tr><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Names the result in <code>Evaluation.metrics</code>. Give one to two metrics of the same class. Default: the class, <code>rocAuc</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/metrics/interfaces/TopKAccuracyOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TopKAccuracyOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TopKAccuracyOptions as default
};
