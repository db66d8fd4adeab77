import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DecisionOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/metrics/interfaces/DecisionOptions.md","filePath":"docs/api/core/metrics/interfaces/DecisionOptions.md"}');
const _sfc_main = { name: "api/core/metrics/interfaces/DecisionOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="decisionoptions" tabindex="-1">DecisionOptions <a class="header-anchor" href="#decisionoptions" aria-label="Permalink to &quot;DecisionOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/metrics/metric.ts#L55" target="_blank" rel="noreferrer">packages/core/src/metrics/metric.ts:55</a></p><p>Options of metrics for yes-or-no decisions.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/metrics/interfaces/MetricOptions.html"><code>MetricOptions</code></a></li></ul><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/metrics/interfaces/ClassMetricOptions.html"><code>ClassMetricOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Names the result in <code>Evaluation.metrics</code>. Give one to two metrics of the same class. Default: the class, <code>rocAuc</code>.</td></tr><tr><td><a id="property-threshold"></a> <code>threshold?</code></td><td><code>number</code></td><td>An example counts as positive if its probability is above this, in [0, 1]. Default: 0.5.</td></tr><tr><td><a id="property-fromlogits"></a> <code>fromLogits?</code></td><td><code>boolean</code></td><td>Whether outputs are logits, as <code>BinaryCrossEntropy</code> takes them. False for a network that ends in <code>Sigmoid</code>. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/metrics/interfaces/DecisionOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DecisionOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DecisionOptions as default
};
