import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EvaluateOptions&lt;O&gt;","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/EvaluateOptions.md","filePath":"docs/api/core/interfaces/EvaluateOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/EvaluateOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="evaluateoptions-lt-o-gt" tabindex="-1">EvaluateOptions&lt;O&gt; <a class="header-anchor" href="#evaluateoptions-lt-o-gt" aria-label="Permalink to &quot;EvaluateOptions&amp;lt;O&amp;gt;&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/evaluation/evaluate.ts#L21" target="_blank" rel="noreferrer">packages/core/src/evaluation/evaluate.ts:21</a></p><p>Options of <code>evaluate</code>. O is what the network returns.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Parameter</th></tr></thead><tbody><tr><td><a id="type-parameter-o"></a> <code>O</code> <em>extends</em> <a href="/api/core/type-aliases/Output.html"><code>Output</code></a></td></tr></tbody></table><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td><a href="/api/core/interfaces/Loss.html"><code>Loss</code></a>&lt;<code>O</code>, <a href="/api/core/type-aliases/Targets.html"><code>Targets</code></a>&gt;</td><td>Computes the loss from the network&#39;s output and the data set&#39;s targets, such as <code>new MeanSquaredError()</code>.</td></tr><tr><td><a id="property-metrics"></a> <code>metrics?</code></td><td>readonly <a href="/api/core/interfaces/Metric.html"><code>Metric</code></a>[]</td><td>What else to measure, such as <code>[new Precision(), new RocAuc()]</code>. Their names must differ. Default: none.</td></tr><tr><td><a id="property-batchsize"></a> <code>batchSize?</code></td><td><code>number</code></td><td>How many rows to process at once. May change the last digits of the loss, and nothing else. Default: 512.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/EvaluateOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EvaluateOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EvaluateOptions as default
};
