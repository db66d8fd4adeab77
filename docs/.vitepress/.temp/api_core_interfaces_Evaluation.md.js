import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Evaluation","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Evaluation.md","filePath":"docs/api/core/interfaces/Evaluation.md"}');
const _sfc_main = { name: "api/core/interfaces/Evaluation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="evaluation" tabindex="-1">Evaluation <a class="header-anchor" href="#evaluation" aria-label="Permalink to &quot;Evaluation&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/evaluation/evaluate.ts#L31" target="_blank" rel="noreferrer">packages/core/src/evaluation/evaluate.ts:31</a></p><p>The result of <code>evaluate</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-rows"></a> <code>rows</code></td><td><code>number</code></td><td>Examples in the data set.</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code></td><td>Mean over the examples, tokens or elements, as in training; NaN if there are none. With weights, it divides by their sum.</td></tr><tr><td><a id="property-classification"></a> <code>classification</code></td><td><a href="/api/core/interfaces/Classification.html"><code>Classification</code></a> | <code>undefined</code></td><td>How a classifier did. Undefined for a regression, and for a network or data set with several outputs or targets.</td></tr><tr><td><a id="property-metrics"></a> <code>metrics</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;</td><td>The results of the requested metrics, by name.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Evaluation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Evaluation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Evaluation as default
};
