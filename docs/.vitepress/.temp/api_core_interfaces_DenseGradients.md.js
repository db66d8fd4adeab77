import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DenseGradients","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/DenseGradients.md","filePath":"docs/api/core/interfaces/DenseGradients.md"}');
const _sfc_main = { name: "api/core/interfaces/DenseGradients.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="densegradients" tabindex="-1">DenseGradients <a class="header-anchor" href="#densegradients" aria-label="Permalink to &quot;DenseGradients&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/dense.ts#L58" target="_blank" rel="noreferrer">packages/core/src/ops/fused/dense.ts:58</a></p><p>The result of <code>denseBackward</code>: dX [n, k], dW [k, m], db [m]. Gradients that are not needed are undefined.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-dx"></a> <code>dX</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a> | <code>undefined</code></td></tr><tr><td><a id="property-dw"></a> <code>dW</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td></tr><tr><td><a id="property-db"></a> <code>db</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a> | <code>undefined</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/DenseGradients.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenseGradients = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenseGradients as default
};
