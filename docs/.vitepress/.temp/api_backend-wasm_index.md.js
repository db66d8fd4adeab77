import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/backend-wasm","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-wasm/index.md","filePath":"docs/api/backend-wasm/index.md"}');
const _sfc_main = { name: "api/backend-wasm/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-backend-wasm" tabindex="-1">@nablajs/backend-wasm <a class="header-anchor" href="#nablajs-backend-wasm" aria-label="Permalink to &quot;@nablajs/backend-wasm&quot;">​</a></h1><p>WebAssembly tensor backend for nabla: SIMD and threads, float32 and float64, zero dependencies; Node, Bun, Deno and browsers.</p><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Interface</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/backend-wasm/interfaces/BackendOptions.html">BackendOptions</a></td><td>Options of <code>createBackend</code>.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/backend-wasm/functions/createBackend.html">createBackend</a></td><td>Creates a WebAssembly backend with SIMD, for float32 and float64. It uses several threads if memory can be shared, and otherwise runs on one and says why in <code>backend.notice</code>. The same operands give the same bits on any number of threads and in every JavaScript engine.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-wasm/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
