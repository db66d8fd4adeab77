import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DenseOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/DenseOptions.md","filePath":"docs/api/core/interfaces/DenseOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/DenseOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="denseoptions" tabindex="-1">DenseOptions <a class="header-anchor" href="#denseoptions" aria-label="Permalink to &quot;DenseOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/dense.ts#L12" target="_blank" rel="noreferrer">packages/core/src/layers/dense.ts:12</a></p><p>Options of <code>Dense</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-initializer"></a> <code>initializer?</code></td><td><a href="/api/core/type-aliases/Initializer.html"><code>Initializer</code></a></td><td>How the weight&#39;s first values are drawn. The bias starts at zero. Default: <code>heNormal</code>.</td></tr><tr><td><a id="property-bias"></a> <code>bias?</code></td><td><code>boolean</code></td><td>Whether to add a bias. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/DenseOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenseOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenseOptions as default
};
