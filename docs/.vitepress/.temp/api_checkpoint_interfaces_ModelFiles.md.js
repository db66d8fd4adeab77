import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ModelFiles","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/ModelFiles.md","filePath":"docs/api/checkpoint/interfaces/ModelFiles.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/ModelFiles.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="modelfiles" tabindex="-1">ModelFiles <a class="header-anchor" href="#modelfiles" aria-label="Permalink to &quot;ModelFiles&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/load-model-files.ts#L18" target="_blank" rel="noreferrer">packages/checkpoint/src/model/load-model-files.ts:18</a></p><p>The contents of the two files that <code>saveModel</code> writes.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-model"></a> <code>model</code></td><td><code>string</code> | <code>Uint8Array</code>&lt;<code>ArrayBufferLike</code>&gt;</td><td>The content of <code>model.json</code>.</td></tr><tr><td><a id="property-weights"></a> <code>weights</code></td><td><code>Uint8Array</code></td><td>The content of <code>weights.safetensors</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/ModelFiles.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ModelFiles = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ModelFiles as default
};
