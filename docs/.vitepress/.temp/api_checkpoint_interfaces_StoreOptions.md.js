import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"StoreOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/StoreOptions.md","filePath":"docs/api/checkpoint/interfaces/StoreOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/StoreOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="storeoptions" tabindex="-1">StoreOptions <a class="header-anchor" href="#storeoptions" aria-label="Permalink to &quot;StoreOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/stores/store.ts#L15" target="_blank" rel="noreferrer">packages/checkpoint/src/stores/store.ts:15</a></p><p>Options for opening a store of checkpoints.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-keep"></a> <code>keep?</code></td><td><code>number</code></td><td>How many of the last checkpoints to keep: at least 1, or Infinity to keep all. The best one is always kept, too. Default: 3.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/StoreOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const StoreOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  StoreOptions as default
};
