import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"StepBatch","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/StepBatch.md","filePath":"docs/api/core/interfaces/StepBatch.md"}');
const _sfc_main = { name: "api/core/interfaces/StepBatch.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="stepbatch" tabindex="-1">StepBatch <a class="header-anchor" href="#stepbatch" aria-label="Permalink to &quot;StepBatch&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/step.ts#L8" target="_blank" rel="noreferrer">packages/core/src/training/step.ts:8</a></p><p>A batch, or a part of one, on the backend. The training owns the tensors.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-inputs"></a> <code>inputs</code></td><td>readonly <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>[]</td><td>-</td></tr><tr><td><a id="property-targets"></a> <code>targets</code></td><td><a href="/api/core/type-aliases/Targets.html"><code>Targets</code></a></td><td>-</td></tr><tr><td><a id="property-weights"></a> <code>weights</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a> | <code>undefined</code></td><td>[n] or [n, ...]; undefined if the data set has none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/StepBatch.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const StepBatch = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  StepBatch as default
};
