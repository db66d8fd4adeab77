import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SafetensorsFile","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/SafetensorsFile.md","filePath":"docs/api/checkpoint/interfaces/SafetensorsFile.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/SafetensorsFile.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="safetensorsfile" tabindex="-1">SafetensorsFile <a class="header-anchor" href="#safetensorsfile" aria-label="Permalink to &quot;SafetensorsFile&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/safetensors/safetensors.ts#L14" target="_blank" rel="noreferrer">packages/checkpoint/src/safetensors/safetensors.ts:14</a></p><p>What a safetensors file holds.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-tensors"></a> <code>tensors</code></td><td><code>Map</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>-</td></tr><tr><td><a id="property-metadata"></a> <code>metadata</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>string</code>&gt;&gt;</td><td>Empty if the file has none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/SafetensorsFile.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SafetensorsFile = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SafetensorsFile as default
};
