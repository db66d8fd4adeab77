import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Peak","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-native/interfaces/Peak.md","filePath":"docs/api/backend-native/interfaces/Peak.md"}');
const _sfc_main = { name: "api/backend-native/interfaces/Peak.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="peak" tabindex="-1">Peak <a class="header-anchor" href="#peak" aria-label="Permalink to &quot;Peak&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-native/src/peaks.ts#L5" target="_blank" rel="noreferrer">packages/backend-native/src/peaks.ts:5</a></p><p>The most that one core computes with a variant, in GFLOP/s.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-variant"></a> <code>variant</code></td><td><code>string</code></td><td><code>&#39;baseline&#39;</code> (SSE2 or NEON), <code>&#39;avx2&#39;</code> or <code>&#39;avx512&#39;</code>.</td></tr><tr><td><a id="property-bits"></a> <code>bits</code></td><td><code>&quot;fast&quot;</code> | <code>&quot;portable&quot;</code></td><td>Whether a multiplication and an addition are separate instructions, or one (<code>&#39;fast&#39;</code>).</td></tr><tr><td><a id="property-float32"></a> <code>float32</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-float64"></a> <code>float64</code></td><td><code>number</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-native/interfaces/Peak.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Peak = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Peak as default
};
