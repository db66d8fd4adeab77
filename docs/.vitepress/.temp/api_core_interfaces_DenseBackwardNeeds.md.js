import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DenseBackwardNeeds","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/DenseBackwardNeeds.md","filePath":"docs/api/core/interfaces/DenseBackwardNeeds.md"}');
const _sfc_main = { name: "api/core/interfaces/DenseBackwardNeeds.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="densebackwardneeds" tabindex="-1">DenseBackwardNeeds <a class="header-anchor" href="#densebackwardneeds" aria-label="Permalink to &quot;DenseBackwardNeeds&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/dense.ts#L65" target="_blank" rel="noreferrer">packages/core/src/ops/fused/dense.ts:65</a></p><p>Which gradients besides dW <code>denseBackward</code> computes.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-dx"></a> <code>dX</code></td><td><code>boolean</code></td></tr><tr><td><a id="property-db"></a> <code>db</code></td><td><code>boolean</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/DenseBackwardNeeds.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenseBackwardNeeds = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenseBackwardNeeds as default
};
