import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"RunPosition","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/RunPosition.md","filePath":"docs/api/core/interfaces/RunPosition.md"}');
const _sfc_main = { name: "api/core/interfaces/RunPosition.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="runposition" tabindex="-1">RunPosition <a class="header-anchor" href="#runposition" aria-label="Permalink to &quot;RunPosition&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-state.ts#L28" target="_blank" rel="noreferrer">packages/core/src/training/train-state.ts:28</a></p><p>How far a run is.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>The current epoch, or the last one of a finished run. Counts from 1; 0 before the first.</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>Steps done in that epoch.</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td><code>number</code></td><td>Steps done in all.</td></tr><tr><td><a id="property-sums"></a> <code>sums</code></td><td><code>object</code></td><td>Of that epoch so far: <code>loss</code> and what <code>withLogs</code> adds, and for each the sum and the sum of the weights.</td></tr><tr><td><code>sums.names</code></td><td>readonly <code>string</code>[]</td><td>-</td></tr><tr><td><code>sums.numbers</code></td><td>readonly <code>number</code>[]</td><td>-</td></tr><tr><td><a id="property-learningrate"></a> <code>learningRate</code></td><td><code>number</code></td><td>The learning rate that schedules start from.</td></tr><tr><td><a id="property-epochended"></a> <code>epochEnded</code></td><td><code>boolean</code></td><td>Whether the epoch is validated and recorded in <code>history</code>.</td></tr><tr><td><a id="property-validatedat"></a> <code>validatedAt</code></td><td><code>number</code></td><td>The step of that epoch at which the network was last validated; 0 if it was not.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/RunPosition.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RunPosition = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RunPosition as default
};
