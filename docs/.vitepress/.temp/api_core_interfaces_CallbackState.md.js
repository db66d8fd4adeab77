import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CallbackState","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/CallbackState.md","filePath":"docs/api/core/interfaces/CallbackState.md"}');
const _sfc_main = { name: "api/core/interfaces/CallbackState.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="callbackstate" tabindex="-1">CallbackState <a class="header-anchor" href="#callbackstate" aria-label="Permalink to &quot;CallbackState&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-state.ts#L8" target="_blank" rel="noreferrer">packages/core/src/training/train-state.ts:8</a></p><p>What a callback remembers from step to step.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-values"></a> <code>values</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <a href="/api/core/type-aliases/JsonValue.html"><code>JsonValue</code></a>&gt;&gt;</td></tr><tr><td><a id="property-tensors"></a> <code>tensors</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/CallbackState.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CallbackState = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CallbackState as default
};
