import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GradOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/GradOptions.md","filePath":"docs/api/core/interfaces/GradOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/GradOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="gradoptions" tabindex="-1">GradOptions <a class="header-anchor" href="#gradoptions" aria-label="Permalink to &quot;GradOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/autodiff/grad.ts#L25" target="_blank" rel="noreferrer">packages/core/src/autodiff/grad.ts:25</a></p><p>Options of <code>valueAndGrad</code> and <code>grad</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-fused"></a> <code>fused?</code></td><td><code>boolean</code></td><td>Whether to use fused kernels (dense with its activation, cross-entropy of labels). Set it to false for second derivatives: plain operations can be differentiated twice, fused ones cannot. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/GradOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GradOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GradOptions as default
};
