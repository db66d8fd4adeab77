import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Reduction","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Reduction.md","filePath":"docs/api/core/interfaces/Reduction.md"}');
const _sfc_main = { name: "api/core/interfaces/Reduction.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="reduction" tabindex="-1">Reduction <a class="header-anchor" href="#reduction" aria-label="Permalink to &quot;Reduction&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/tensors/shape.ts#L329" target="_blank" rel="noreferrer">packages/core/src/tensors/shape.ts:329</a></p><p>The shape that a reduction kernel takes, and the shape of its result.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-kernelshape"></a> <code>kernelShape</code></td><td><a href="/api/core/type-aliases/ReductionShape.html"><code>ReductionShape</code></a></td><td>What the kernel gets.</td></tr><tr><td><a id="property-resultshape"></a> <code>resultShape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td><td>What the caller gets.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Reduction.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Reduction = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Reduction as default
};
