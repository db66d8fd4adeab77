import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BackendInfo","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BackendInfo.md","filePath":"docs/api/core/interfaces/BackendInfo.md"}');
const _sfc_main = { name: "api/core/interfaces/BackendInfo.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backendinfo" tabindex="-1">BackendInfo <a class="header-anchor" href="#backendinfo" aria-label="Permalink to &quot;BackendInfo&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L54" target="_blank" rel="noreferrer">packages/core/src/backend.ts:54</a></p><p>Describes a backend.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/Backend.html"><code>Backend</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>Short name for messages: <code>ts</code>, <code>wasm</code>.</td></tr><tr><td><a id="property-dtypes"></a> <code>dtypes</code></td><td>readonly <a href="/api/core/type-aliases/DType.html"><code>DType</code></a>[]</td><td>The dtypes that it computes in. Do not declare a float64 that is float32 inside.</td></tr><tr><td><a id="property-description"></a> <code>description</code></td><td><code>string</code></td><td>What runs, in one line: <code>pure TypeScript, 1 thread</code>.</td></tr><tr><td><a id="property-native"></a> <code>native?</code></td><td><code>string</code></td><td>Version of the native library that computes: <code>2.15.1</code>. Default: none.</td></tr><tr><td><a id="property-stepsahead"></a> <code>stepsAhead?</code></td><td><code>number</code></td><td>How many steps training computes ahead of reading their losses, if reading is slow. Default: 0.</td></tr><tr><td><a id="property-notice"></a> <code>notice?</code></td><td><code>string</code></td><td>One line that users should see, such as why it runs slower and what to do about it. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BackendInfo.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BackendInfo = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BackendInfo as default
};
