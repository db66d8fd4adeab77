import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-wasm/interfaces/BackendOptions.md","filePath":"docs/api/backend-wasm/interfaces/BackendOptions.md"}');
const _sfc_main = { name: "api/backend-wasm/interfaces/BackendOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendoptions" tabindex="-1">BackendOptions <a class="header-anchor" href="#backendoptions" aria-label="Permalink to &quot;BackendOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-wasm/src/start.ts#L8" target="_blank" rel="noreferrer">packages/backend-wasm/src/start.ts:8</a></p><p>Options of <code>createBackend</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-threads"></a> <code>threads?</code></td><td><code>number</code> | <code>&quot;auto&quot;</code></td><td>How many threads compute, including the calling thread: a whole number from 1 to 64, or <code>&#39;auto&#39;</code>. Default: <code>&#39;auto&#39;</code>, one thread per available core, at most 8.</td></tr><tr><td><a id="property-maximumbytes"></a> <code>maximumBytes?</code></td><td><code>number</code></td><td>The largest size in bytes that the backend&#39;s memory may grow to. Default: 4 GiB, the limit of WebAssembly.</td></tr><tr><td><a id="property-wasmurl"></a> <code>wasmUrl?</code></td><td><code>string</code> | <code>URL</code></td><td>URL of this package&#39;s <code>dist/kernels.wasm</code>. Set it if your bundler moves the module but not the file. In a page it may be relative to the page. Default: the file beside this module.</td></tr><tr><td><a id="property-workerurl"></a> <code>workerUrl?</code></td><td><code>string</code> | <code>URL</code></td><td>URL of this package&#39;s <code>dist/worker.js</code>, the script of the threads. Like <code>wasmUrl</code>, it may be relative in a page. Default: the file beside this module.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-wasm/interfaces/BackendOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendOptions as default
};
