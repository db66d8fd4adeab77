import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Differentiated","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Differentiated.md","filePath":"docs/api/core/interfaces/Differentiated.md"}');
const _sfc_main = { name: "api/core/interfaces/Differentiated.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="differentiated" tabindex="-1">Differentiated <a class="header-anchor" href="#differentiated" aria-label="Permalink to &quot;Differentiated&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/custom-vjp.ts#L15" target="_blank" rel="noreferrer">packages/core/src/ops/fused/custom-vjp.ts:15</a></p><p>What the forward function of <code>customVjp</code> returns.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-output"></a> <code>output</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>-</td></tr><tr><td><a id="property-saved"></a> <code>saved</code></td><td>readonly <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>[]</td><td>What the derivative needs: inputs, the output, or intermediate tensors. They are kept until it has run.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Differentiated.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Differentiated = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Differentiated as default
};
