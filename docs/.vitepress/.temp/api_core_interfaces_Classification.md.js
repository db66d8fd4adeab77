import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Classification","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Classification.md","filePath":"docs/api/core/interfaces/Classification.md"}');
const _sfc_main = { name: "api/core/interfaces/Classification.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="classification" tabindex="-1">Classification <a class="header-anchor" href="#classification" aria-label="Permalink to &quot;Classification&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/evaluation/evaluate.ts#L48" target="_blank" rel="noreferrer">packages/core/src/evaluation/evaluate.ts:48</a></p><p>The results of a classifier. Every example counts once, whatever its weight.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-accuracy"></a> <code>accuracy</code></td><td><code>number</code></td><td>Share of examples whose largest output is at the true class.</td></tr><tr><td><a id="property-confusionmatrix"></a> <code>confusionMatrix</code></td><td><a href="/api/core/type-aliases/ConfusionMatrix.html"><code>ConfusionMatrix</code></a></td><td>How often each true class was predicted as each class.</td></tr><tr><td><a id="property-predictions"></a> <code>predictions</code></td><td><code>Int32Array</code></td><td>The predicted class of each example, int32 [rows]; of each element of its target if there are several.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Classification.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Classification = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Classification as default
};
