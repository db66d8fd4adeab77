import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OptimizerState","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/OptimizerState.md","filePath":"docs/api/core/interfaces/OptimizerState.md"}');
const _sfc_main = { name: "api/core/interfaces/OptimizerState.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="optimizerstate" tabindex="-1">OptimizerState <a class="header-anchor" href="#optimizerstate" aria-label="Permalink to &quot;OptimizerState&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/optimizer-state.ts#L14" target="_blank" rel="noreferrer">packages/core/src/optimizers/optimizer-state.ts:14</a></p><p>The state of an optimizer on the host. Everything but <code>slots</code> survives JSON unchanged.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-config"></a> <code>config</code></td><td><a href="/api/core/interfaces/TypedConfig.html"><code>TypedConfig</code></a></td><td>The optimizer&#39;s config, with its current learning rate.</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td><code>number</code></td><td>Steps taken.</td></tr><tr><td><a id="property-counts"></a> <code>counts</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;</td><td>Steps of each parameter, by name; a frozen one has fewer than <code>steps</code>.</td></tr><tr><td><a id="property-slots"></a> <code>slots</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>Momentum buffers and running moments by <code>parameter name/slot</code>, of the parameter&#39;s shape and dtype.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/OptimizerState.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OptimizerState = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OptimizerState as default
};
