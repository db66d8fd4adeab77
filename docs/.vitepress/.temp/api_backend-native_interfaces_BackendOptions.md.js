import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-native/interfaces/BackendOptions.md","filePath":"docs/api/backend-native/interfaces/BackendOptions.md"}');
const _sfc_main = { name: "api/backend-native/interfaces/BackendOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendoptions" tabindex="-1">BackendOptions <a class="header-anchor" href="#backendoptions" aria-label="Permalink to &quot;BackendOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-native/src/create-backend.ts#L9" target="_blank" rel="noreferrer">packages/backend-native/src/create-backend.ts:9</a></p><p>Options of <code>createBackend</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-threads"></a> <code>threads?</code></td><td><code>number</code> | <code>&quot;auto&quot;</code></td><td>How many threads compute, including the calling thread: a whole number from 1 to 64, or <code>&#39;auto&#39;</code>. Default: <code>&#39;auto&#39;</code>, one thread per available core, at most 8.</td></tr><tr><td><a id="property-maximumbytes"></a> <code>maximumBytes?</code></td><td><code>number</code></td><td>The largest size in bytes that the backend&#39;s memory may grow to. Default: the memory of the machine.</td></tr><tr><td><a id="property-bits"></a> <code>bits?</code></td><td><code>&quot;fast&quot;</code> | <code>&quot;portable&quot;</code></td><td><code>&#39;portable&#39;</code> gives the bits of backend-wasm on every processor. <code>&#39;fast&#39;</code> fuses multiplications and additions: the results are the same on any number of threads, but differ between processors. Default: <code>&#39;portable&#39;</code>.</td></tr><tr><td><a id="property-variant"></a> <code>variant?</code></td><td><code>string</code></td><td>Which vector units to use, for tests: <code>&#39;baseline&#39;</code> (SSE2 or NEON), <code>&#39;avx2&#39;</code> or <code>&#39;avx512&#39;</code>. Default: the environment variable NABLA_NATIVE_VARIANT, or else the widest that the processor has.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-native/interfaces/BackendOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendOptions as default
};
