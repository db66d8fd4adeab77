import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"StoredCheckpoint","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/StoredCheckpoint.md","filePath":"docs/api/checkpoint/interfaces/StoredCheckpoint.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/StoredCheckpoint.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="storedcheckpoint" tabindex="-1">StoredCheckpoint <a class="header-anchor" href="#storedcheckpoint" aria-label="Permalink to &quot;StoredCheckpoint&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/stores/store.ts#L46" target="_blank" rel="noreferrer">packages/checkpoint/src/stores/store.ts:46</a></p><p>A checkpoint loaded from a store.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/checkpoint/interfaces/Checkpoint.html"><code>Checkpoint</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-model"></a> <code>model?</code></td><td><a href="/api/checkpoint/interfaces/ModelDescription.html"><code>ModelDescription</code></a></td><td>Describes the model, so that <code>loadModel</code> and <code>nabla evaluate</code> accept the checkpoint. Default: none.</td></tr><tr><td><a id="property-note"></a> <code>note?</code></td><td><a href="/api/core/type-aliases/JsonValue.html"><code>JsonValue</code></a></td><td>Any JSON value of yours. NaN, infinities and -0 are allowed and come back unchanged. Default: none.</td></tr><tr><td><a id="property-state"></a> <code>state</code></td><td><a href="/api/core/interfaces/TrainState.html"><code>TrainState</code></a></td><td>Pass it to <code>resumeFrom</code> to continue the run. You own the arrays.</td></tr><tr><td><a id="property-nabla"></a> <code>nabla</code></td><td><code>string</code></td><td>The version of <code>@nablajs/checkpoint</code> that wrote the checkpoint.</td></tr><tr><td><a id="property-entry"></a> <code>entry</code></td><td><a href="/api/checkpoint/interfaces/CheckpointEntry.html"><code>CheckpointEntry</code></a></td><td>-</td></tr><tr><td><a id="property-skipped"></a> <code>skipped</code></td><td>readonly <a href="/api/checkpoint/interfaces/SkippedCheckpoint.html"><code>SkippedCheckpoint</code></a>[]</td><td>The newer checkpoints that are damaged, the newest first. Always empty without the option <code>fallBack</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/StoredCheckpoint.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const StoredCheckpoint = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  StoredCheckpoint as default
};
