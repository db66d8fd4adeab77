import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EncodedModelFiles","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/EncodedModelFiles.md","filePath":"docs/api/checkpoint/interfaces/EncodedModelFiles.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/EncodedModelFiles.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="encodedmodelfiles" tabindex="-1">EncodedModelFiles <a class="header-anchor" href="#encodedmodelfiles" aria-label="Permalink to &quot;EncodedModelFiles&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/encode-model-files.ts#L28" target="_blank" rel="noreferrer">packages/checkpoint/src/model/encode-model-files.ts:28</a></p><p>What <code>encodeModelFiles</code> returns: the contents of the two files of a model. <code>loadModelFiles</code> takes them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-model"></a> <code>model</code></td><td><code>string</code></td><td>The content of <code>model.json</code>.</td></tr><tr><td><a id="property-weights"></a> <code>weights</code></td><td><code>Uint8Array</code>&lt;<code>ArrayBuffer</code>&gt;</td><td>The content of <code>weights.safetensors</code>. You own the bytes.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/EncodedModelFiles.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EncodedModelFiles = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EncodedModelFiles as default
};
