import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ImportOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/ImportOptions.md","filePath":"docs/api/checkpoint/interfaces/ImportOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/ImportOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="importoptions" tabindex="-1">ImportOptions <a class="header-anchor" href="#importoptions" aria-label="Permalink to &quot;ImportOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/checkpoint/transfer.ts#L31" target="_blank" rel="noreferrer">packages/checkpoint/src/checkpoint/transfer.ts:31</a></p><p>Options of <code>importCheckpoint</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-best"></a> <code>best?</code></td><td><code>boolean</code></td><td>Whether to save it as the best state of the run so far. Default: false.</td></tr><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Names the file in errors. Default: <code>checkpoint</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/ImportOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ImportOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ImportOptions as default
};
