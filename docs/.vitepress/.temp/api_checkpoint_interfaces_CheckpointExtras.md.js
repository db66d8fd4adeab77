import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CheckpointExtras","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/CheckpointExtras.md","filePath":"docs/api/checkpoint/interfaces/CheckpointExtras.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/CheckpointExtras.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="checkpointextras" tabindex="-1">CheckpointExtras <a class="header-anchor" href="#checkpointextras" aria-label="Permalink to &quot;CheckpointExtras&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/checkpoint/checkpoint.ts#L34" target="_blank" rel="noreferrer">packages/checkpoint/src/checkpoint/checkpoint.ts:34</a></p><p>What a checkpoint can hold besides the state.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/checkpoint/interfaces/Checkpoint.html"><code>Checkpoint</code></a></li><li><a href="/api/checkpoint/interfaces/SaveCheckpointOptions.html"><code>SaveCheckpointOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-model"></a> <code>model?</code></td><td><a href="/api/checkpoint/interfaces/ModelDescription.html"><code>ModelDescription</code></a></td><td>Describes the model, so that <code>loadModel</code> and <code>nabla evaluate</code> accept the checkpoint. Default: none.</td></tr><tr><td><a id="property-note"></a> <code>note?</code></td><td><a href="/api/core/type-aliases/JsonValue.html"><code>JsonValue</code></a></td><td>Any JSON value of yours. NaN, infinities and -0 are allowed and come back unchanged. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/CheckpointExtras.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CheckpointExtras = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CheckpointExtras as default
};
