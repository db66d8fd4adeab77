import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OperationCase","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/OperationCase.md","filePath":"docs/api/gradcheck/interfaces/OperationCase.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/OperationCase.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="operationcase" tabindex="-1">OperationCase <a class="header-anchor" href="#operationcase" aria-label="Permalink to &quot;OperationCase&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/operation-cases.ts#L83" target="_blank" rel="noreferrer">packages/gradcheck/src/operation-cases.ts:83</a></p><p>An operation with operands of given shapes.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td><code>multiply, broadcast</code></td></tr><tr><td><a id="property-operation"></a> <code>operation</code></td><td><code>string</code></td><td>The function of core: <code>multiply</code>.</td></tr><tr><td><a id="property-differentiable"></a> <code>differentiable</code></td><td><a href="/api/gradcheck/interfaces/DifferentiableFunction.html"><code>DifferentiableFunction</code></a></td><td>-</td></tr><tr><td><a id="property-inputs"></a> <code>inputs</code></td><td>readonly <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>[]</td><td>float64, none near a kink.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/OperationCase.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OperationCase = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OperationCase as default
};
