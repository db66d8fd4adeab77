import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ExponentialMovingAverageOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/callbacks/interfaces/ExponentialMovingAverageOptions.md","filePath":"docs/api/core/callbacks/interfaces/ExponentialMovingAverageOptions.md"}');
const _sfc_main = { name: "api/core/callbacks/interfaces/ExponentialMovingAverageOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="exponentialmovingaverageoptions" tabindex="-1">ExponentialMovingAverageOptions <a class="header-anchor" href="#exponentialmovingaverageoptions" aria-label="Permalink to &quot;ExponentialMovingAverageOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/callbacks/exponential-moving-average.ts#L11" target="_blank" rel="noreferrer">packages/core/src/callbacks/exponential-moving-average.ts:11</a></p><p>Options of <code>ExponentialMovingAverage</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Identifies the callback&#39;s state in a checkpoint. Default: <code>exponentialMovingAverage</code>.</td></tr><tr><td><a id="property-decay"></a> <code>decay?</code></td><td><code>number</code></td><td>How much of the average to keep at each step, in [0, 1). Default: 0.99.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/callbacks/interfaces/ExponentialMovingAverageOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ExponentialMovingAverageOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ExponentialMovingAverageOptions as default
};
