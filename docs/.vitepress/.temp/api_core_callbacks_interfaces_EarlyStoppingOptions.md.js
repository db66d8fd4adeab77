import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EarlyStoppingOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/callbacks/interfaces/EarlyStoppingOptions.md","filePath":"docs/api/core/callbacks/interfaces/EarlyStoppingOptions.md"}');
const _sfc_main = { name: "api/core/callbacks/interfaces/EarlyStoppingOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="earlystoppingoptions" tabindex="-1">EarlyStoppingOptions <a class="header-anchor" href="#earlystoppingoptions" aria-label="Permalink to &quot;EarlyStoppingOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/callbacks/early-stopping.ts#L10" target="_blank" rel="noreferrer">packages/core/src/callbacks/early-stopping.ts:10</a></p><p>Options of <code>EarlyStopping</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/callbacks/interfaces/MonitorOptions.html"><code>MonitorOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-patience"></a> <code>patience?</code></td><td><code>number</code></td><td>How many epochs without an improvement end the training, &gt;= 1. Default: 5.</td></tr><tr><td><a id="property-restorebestweights"></a> <code>restoreBestWeights?</code></td><td><code>boolean</code></td><td>Whether the network ends with the weights of its best epoch. Default: true.</td></tr><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Identifies the callback&#39;s state in a checkpoint; name two of a class. Default: the class, <code>earlyStopping</code>.</td></tr><tr><td><a id="property-monitor"></a> <code>monitor?</code></td><td><code>string</code></td><td>The number to watch: <code>loss</code>, <code>val_loss</code>, <code>val_accuracy</code>, or <code>val_</code> and a metric&#39;s name. Default: <code>val_loss</code>.</td></tr><tr><td><a id="property-mode"></a> <code>mode?</code></td><td><code>&quot;max&quot;</code> | <code>&quot;auto&quot;</code> | <code>&quot;min&quot;</code></td><td>What is better: &#39;max&#39; or &#39;min&#39;. Default: &#39;auto&#39;, &#39;max&#39; for accuracy, F1, precision, recall, AUC and R2, else &#39;min&#39;.</td></tr><tr><td><a id="property-mindelta"></a> <code>minDelta?</code></td><td><code>number</code></td><td>A change must be larger than this to be an improvement, &gt;= 0. Default: 0; <code>ReduceLROnPlateau</code> 0.0001.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/callbacks/interfaces/EarlyStoppingOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EarlyStoppingOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EarlyStoppingOptions as default
};
