import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EncodeModelOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/EncodeModelOptions.md","filePath":"docs/api/checkpoint/interfaces/EncodeModelOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/EncodeModelOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="encodemodeloptions" tabindex="-1">EncodeModelOptions <a class="header-anchor" href="#encodemodeloptions" aria-label="Permalink to &quot;EncodeModelOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/encode-model-files.ts#L19" target="_blank" rel="noreferrer">packages/checkpoint/src/model/encode-model-files.ts:19</a></p><p>Options of <code>encodeModelFiles</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><a href="/api/checkpoint/type-aliases/ReducedDType.html"><code>ReducedDType</code></a></td><td>Stores the weights in fewer bits, for a small download. <code>loadModelFiles</code> returns them in the model&#39;s dtype, but rounded. Default: keep every bit.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/EncodeModelOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EncodeModelOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EncodeModelOptions as default
};
