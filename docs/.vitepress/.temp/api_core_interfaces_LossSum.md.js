import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LossSum","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LossSum.md","filePath":"docs/api/core/interfaces/LossSum.md"}');
const _sfc_main = { name: "api/core/interfaces/LossSum.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="losssum" tabindex="-1">LossSum <a class="header-anchor" href="#losssum" aria-label="Permalink to &quot;LossSum&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/loss.ts#L13" target="_blank" rel="noreferrer">packages/core/src/losses/loss.ts:13</a></p><p>A loss before it is divided. The mean is formed once, over all parts of a batch, on all ranks.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-sum"></a> <code>sum</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[] The sum over examples, tokens or elements of their weights times their losses.</td></tr><tr><td><a id="property-weight"></a> <code>weight</code></td><td><code>number</code> | <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>What to divide by: how many there are or, with weights, the sum of the weights. A number or [] of their dtype.</td></tr><tr><td><a id="property-logs"></a> <code>logs?</code></td><td><a href="/api/core/interfaces/Logs.html"><code>Logs</code></a></td><td>More numbers for events and histories of training. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LossSum.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LossSum = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LossSum as default
};
