import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BinaryCrossEntropyOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BinaryCrossEntropyOptions.md","filePath":"docs/api/core/interfaces/BinaryCrossEntropyOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/BinaryCrossEntropyOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="binarycrossentropyoptions" tabindex="-1">BinaryCrossEntropyOptions <a class="header-anchor" href="#binarycrossentropyoptions" aria-label="Permalink to &quot;BinaryCrossEntropyOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/binary-cross-entropy.ts#L11" target="_blank" rel="noreferrer">packages/core/src/losses/binary-cross-entropy.ts:11</a></p><p>Options of <code>BinaryCrossEntropy</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-positiveweight"></a> <code>positiveWeight?</code></td><td><code>number</code> | readonly <code>number</code>[]</td><td>Multiplies the losses of the positive targets, &gt; 0: a number, or one for each of the last axis. Above 1 it raises the recall, below 1 the precision. PyTorch&#39;s <code>pos_weight</code>. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BinaryCrossEntropyOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BinaryCrossEntropyOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BinaryCrossEntropyOptions as default
};
