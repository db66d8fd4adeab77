import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ReadIdxOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/ReadIdxOptions.md","filePath":"docs/api/datasets/interfaces/ReadIdxOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/ReadIdxOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="readidxoptions" tabindex="-1">ReadIdxOptions <a class="header-anchor" href="#readidxoptions" aria-label="Permalink to &quot;ReadIdxOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/idx/idx-file.ts#L10" target="_blank" rel="noreferrer">packages/datasets/src/idx/idx-file.ts:10</a></p><p>Options of <code>readIdxFile</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-maxbytes"></a> <code>maxBytes?</code></td><td><code>number</code></td><td>The largest size in bytes to accept, both compressed and uncompressed. Default: 1 GiB.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/ReadIdxOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReadIdxOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReadIdxOptions as default
};
