import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-tfjs-node/interfaces/BackendOptions.md","filePath":"docs/api/backend-tfjs-node/interfaces/BackendOptions.md"}');
const _sfc_main = { name: "api/backend-tfjs-node/interfaces/BackendOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendoptions" tabindex="-1">BackendOptions <a class="header-anchor" href="#backendoptions" aria-label="Permalink to &quot;BackendOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-tfjs-node/src/create-backend.ts#L21" target="_blank" rel="noreferrer">packages/backend-tfjs-node/src/create-backend.ts:21</a></p><p>Options of <code>createBackend</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-engine"></a> <code>engine?</code></td><td><code>&quot;auto&quot;</code> | <a href="/api/backend-tfjs-node/type-aliases/EngineName.html"><code>EngineName</code></a></td><td>What computes: <code>&#39;native&#39;</code> (TensorFlow&#39;s C library), <code>&#39;wasm&#39;</code> or <code>&#39;cpu&#39;</code> (tfjs&#39;s own kernels), or <code>&#39;auto&#39;</code>, the first of these that starts. Default: <code>&#39;auto&#39;</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-tfjs-node/interfaces/BackendOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendOptions as default
};
