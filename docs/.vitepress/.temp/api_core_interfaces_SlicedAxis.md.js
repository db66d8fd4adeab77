import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SlicedAxis","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SlicedAxis.md","filePath":"docs/api/core/interfaces/SlicedAxis.md"}');
const _sfc_main = { name: "api/core/interfaces/SlicedAxis.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="slicedaxis" tabindex="-1">SlicedAxis <a class="header-anchor" href="#slicedaxis" aria-label="Permalink to &quot;SlicedAxis&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/tensors/shape.ts#L225" target="_blank" rel="noreferrer">packages/core/src/tensors/shape.ts:225</a></p><p>The elements start, start + step … of an axis, <code>count</code> of them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-start"></a> <code>start</code></td><td><code>number</code></td></tr><tr><td><a id="property-count"></a> <code>count</code></td><td><code>number</code></td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SlicedAxis.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SlicedAxis = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SlicedAxis as default
};
