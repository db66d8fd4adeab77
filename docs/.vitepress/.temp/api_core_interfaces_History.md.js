import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"History","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/History.md","filePath":"docs/api/core/interfaces/History.md"}');
const _sfc_main = { name: "api/core/interfaces/History.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="history" tabindex="-1">History <a class="header-anchor" href="#history" aria-label="Permalink to &quot;History&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/fit.ts#L12" target="_blank" rel="noreferrer">packages/core/src/training/fit.ts:12</a></p><p>What <code>fit</code> returns: the numbers of each epoch, like Keras&#39; <code>History</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td>readonly <code>number</code>[]</td><td>The training loss of each epoch.</td></tr><tr><td><a id="property-logs"></a> <code>logs</code></td><td>readonly <code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;[]</td><td>The numbers of each epoch by name: <code>loss</code>, what <code>withLogs</code> adds, <code>val_loss</code> and so on.</td></tr><tr><td><a id="property-validation"></a> <code>validation</code></td><td>readonly <a href="/api/core/interfaces/Evaluation.html"><code>Evaluation</code></a>[]</td><td>The evaluation after each epoch; empty without validation data.</td></tr><tr><td><a id="property-done"></a> <code>done</code></td><td><a href="/api/core/interfaces/DoneEvent.html"><code>DoneEvent</code></a></td><td>The last event: epochs, steps, seconds, and whether the signal stopped the training.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/History.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const History = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  History as default
};
