import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EpochEndEvent","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/EpochEndEvent.md","filePath":"docs/api/core/interfaces/EpochEndEvent.md"}');
const _sfc_main = { name: "api/core/interfaces/EpochEndEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="epochendevent" tabindex="-1">EpochEndEvent <a class="header-anchor" href="#epochendevent" aria-label="Permalink to &quot;EpochEndEvent&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-events.ts#L40" target="_blank" rel="noreferrer">packages/core/src/training/train-events.ts:40</a></p><p>Yielded after the last step of an epoch and its validation.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;epoch-end&quot;</code></td><td>-</td></tr><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-epochs"></a> <code>epochs</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code></td><td>Mean over the epoch&#39;s examples, each computed before its batch&#39;s update.</td></tr><tr><td><a id="property-seconds"></a> <code>seconds</code></td><td><code>number</code></td><td>How long training took, without validation. A resumed epoch counts from where it resumed.</td></tr><tr><td><a id="property-validation"></a> <code>validation</code></td><td><a href="/api/core/interfaces/Evaluation.html"><code>Evaluation</code></a> | <code>undefined</code></td><td>Undefined without validation data.</td></tr><tr><td><a id="property-log"></a> <code>log</code></td><td><a href="/api/core/type-aliases/EpochLog.html"><code>EpochLog</code></a></td><td>What callbacks watch: <code>loss</code>, what <code>withLogs</code> adds, <code>val_loss</code>, <code>val_accuracy</code>, and each metric as <code>val_</code> and its name.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/EpochEndEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EpochEndEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EpochEndEvent as default
};
