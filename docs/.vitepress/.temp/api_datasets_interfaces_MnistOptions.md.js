import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MnistOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/MnistOptions.md","filePath":"docs/api/datasets/interfaces/MnistOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/MnistOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="mnistoptions" tabindex="-1">MnistOptions <a class="header-anchor" href="#mnistoptions" aria-label="Permalink to &quot;MnistOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/idx/mnist.ts#L14" target="_blank" rel="noreferrer">packages/datasets/src/idx/mnist.ts:14</a></p><p>Options of <code>loadMnistFiles</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-verify"></a> <code>verify?</code></td><td><code>boolean</code></td><td>Whether to compare the files with the checksums of the originals. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/MnistOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MnistOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MnistOptions as default
};
