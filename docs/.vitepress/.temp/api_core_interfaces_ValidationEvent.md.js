import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ValidationEvent","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ValidationEvent.md","filePath":"docs/api/core/interfaces/ValidationEvent.md"}');
const _sfc_main = { name: "api/core/interfaces/ValidationEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="validationevent" tabindex="-1">ValidationEvent <a class="header-anchor" href="#validationevent" aria-label="Permalink to &quot;ValidationEvent&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-events.ts#L31" target="_blank" rel="noreferrer">packages/core/src/training/train-events.ts:31</a></p><p>Yielded after every <code>validateEvery</code> steps of an epoch.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;validation&quot;</code></td><td>-</td></tr><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>The number of steps that the epoch had done.</td></tr><tr><td><a id="property-validation"></a> <code>validation</code></td><td><a href="/api/core/interfaces/Evaluation.html"><code>Evaluation</code></a></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ValidationEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ValidationEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ValidationEvent as default
};
