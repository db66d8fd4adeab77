import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MatmulOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/MatmulOptions.md","filePath":"docs/api/core/interfaces/MatmulOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/MatmulOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="matmuloptions" tabindex="-1">MatmulOptions <a class="header-anchor" href="#matmuloptions" aria-label="Permalink to &quot;MatmulOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/products.ts#L13" target="_blank" rel="noreferrer">packages/core/src/ops/products.ts:13</a></p><p>Which operands <code>matmul</code> transposes. Default: none.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-transposea"></a> <code>transposeA?</code></td><td><code>boolean</code></td><td>Whether to transpose a. Default: false.</td></tr><tr><td><a id="property-transposeb"></a> <code>transposeB?</code></td><td><code>boolean</code></td><td>Whether to transpose b. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/MatmulOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MatmulOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MatmulOptions as default
};
