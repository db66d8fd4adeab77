import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ClassMetricOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/metrics/interfaces/ClassMetricOptions.md","filePath":"docs/api/core/metrics/interfaces/ClassMetricOptions.md"}');
const _sfc_main = { name: "api/core/metrics/interfaces/ClassMetricOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="classmetricoptions" tabindex="-1">ClassMetricOptions <a class="header-anchor" href="#classmetricoptions" aria-label="Permalink to &quot;ClassMetricOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/metrics/precision-recall.ts#L11" target="_blank" rel="noreferrer">packages/core/src/metrics/precision-recall.ts:11</a></p><p>Options of <code>Precision</code>, <code>Recall</code> and <code>F1</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/metrics/interfaces/DecisionOptions.html"><code>DecisionOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Names the result in <code>Evaluation.metrics</code>. Give one to two metrics of the same class. Default: the class, <code>rocAuc</code>.</td></tr><tr><td><a id="property-threshold"></a> <code>threshold?</code></td><td><code>number</code></td><td>An example counts as positive if its probability is above this, in [0, 1]. Default: 0.5.</td></tr><tr><td><a id="property-fromlogits"></a> <code>fromLogits?</code></td><td><code>boolean</code></td><td>Whether outputs are logits, as <code>BinaryCrossEntropy</code> takes them. False for a network that ends in <code>Sigmoid</code>. Default: true.</td></tr><tr><td><a id="property-average"></a> <code>average?</code></td><td><code>&quot;binary&quot;</code> | <code>&quot;macro&quot;</code> | <code>&quot;micro&quot;</code></td><td>How to combine classes. &#39;binary&#39;: each output is a yes-or-no decision by <code>threshold</code>. The others are for outputs [n, classes], whose largest is the prediction, and take no <code>threshold</code>: &#39;macro&#39; is the mean over the classes that occur among labels or predictions, &#39;micro&#39; counts the decisions of all classes together, which gives the accuracy. Default: &#39;binary&#39;.</td></tr><tr><td><a id="property-classindex"></a> <code>classIndex?</code></td><td><code>number</code></td><td>Replaces <code>average</code>: measures this class against all others, for outputs [n, classes]. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/metrics/interfaces/ClassMetricOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ClassMetricOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ClassMetricOptions as default
};
