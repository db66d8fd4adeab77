import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendModule","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/BackendModule.md","filePath":"docs/api/command-line/interfaces/BackendModule.md"}');
const _sfc_main = { name: "api/command-line/interfaces/BackendModule.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendmodule" tabindex="-1">BackendModule <a class="header-anchor" href="#backendmodule" aria-label="Permalink to &quot;BackendModule&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-resolver.ts#L48" target="_blank" rel="noreferrer">packages/command-line/src/backend-resolver.ts:48</a></p><p>The exports of a backend package. Only <code>createBackend</code> is required.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-createbackend"></a> <code>createBackend?</code></td><td><code>unknown</code></td><td>-</td></tr><tr><td><a id="property-deviations"></a> <code>deviations?</code></td><td><code>unknown</code></td><td>Known deviations from what the conformance kit expects.</td></tr><tr><td><a id="property-creategradientreference"></a> <code>createGradientReference?</code></td><td><code>unknown</code></td><td>Creates a reference that computes gradients without the backend&#39;s kernels.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/BackendModule.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendModule = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendModule as default
};
