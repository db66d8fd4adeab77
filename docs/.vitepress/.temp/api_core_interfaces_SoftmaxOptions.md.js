import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SoftmaxOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SoftmaxOptions.md","filePath":"docs/api/core/interfaces/SoftmaxOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/SoftmaxOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="softmaxoptions" tabindex="-1">SoftmaxOptions <a class="header-anchor" href="#softmaxoptions" aria-label="Permalink to &quot;SoftmaxOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/composed.ts#L259" target="_blank" rel="noreferrer">packages/core/src/ops/composed.ts:259</a></p><p>Options of <code>softmax</code> and <code>logSoftmax</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-axis"></a> <code>axis?</code></td><td><code>number</code></td><td>The axis along which the probabilities sum to 1; a negative one counts from the end. Default: the last.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SoftmaxOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SoftmaxOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SoftmaxOptions as default
};
