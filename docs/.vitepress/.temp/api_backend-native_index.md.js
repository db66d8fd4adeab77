import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/backend-native","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-native/index.md","filePath":"docs/api/backend-native/index.md"}');
const _sfc_main = { name: "api/backend-native/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-backend-native" tabindex="-1">@nablajs/backend-native <a class="header-anchor" href="#nablajs-backend-native" aria-label="Permalink to &quot;@nablajs/backend-native&quot;">​</a></h1><p>Native tensor backend for nabla: vector units and threads, float32 and float64, the same bits on every CPU.</p><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Interface</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/backend-native/interfaces/BackendOptions.html">BackendOptions</a></td><td>Options of <code>createBackend</code>.</td></tr><tr><td><a href="/api/backend-native/interfaces/Peak.html">Peak</a></td><td>The most that one core computes with a variant, in GFLOP/s.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/backend-native/functions/createBackend.html">createBackend</a></td><td>Creates a backend that computes in native code with the processor&#39;s vector units and threads, for float32 and float64. By default it gives the bits of <code>@nablajs/backend-wasm</code>, on any processor and any number of threads.</td></tr><tr><td><a href="/api/backend-native/functions/measurePeaks.html">measurePeaks</a></td><td>Measures how many GFLOP/s one core of this machine computes with each variant of the kernels that it can run, the narrowest first. A multiplication and an addition count as two operations. It takes the best of several runs within <code>milliseconds</code> for each variant and dtype (default: 15), and blocks the calling thread for that time.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-native/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
