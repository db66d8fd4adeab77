import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-ts/interfaces/BackendOptions.md","filePath":"docs/api/backend-ts/interfaces/BackendOptions.md"}');
const _sfc_main = { name: "api/backend-ts/interfaces/BackendOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendoptions" tabindex="-1">BackendOptions <a class="header-anchor" href="#backendoptions" aria-label="Permalink to &quot;BackendOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-ts/src/create-backend.ts#L19" target="_blank" rel="noreferrer">packages/backend-ts/src/create-backend.ts:19</a></p><p>Options of <code>createBackend</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-poolbytes"></a> <code>poolBytes?</code></td><td><code>number</code></td><td>How many bytes of released arrays to keep for reuse; 0 keeps none. Reuse saves zeroing and garbage collection. Default: 256 MiB.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-ts/interfaces/BackendOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendOptions as default
};
