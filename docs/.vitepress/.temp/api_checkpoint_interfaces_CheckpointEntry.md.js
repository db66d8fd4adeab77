import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CheckpointEntry","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/CheckpointEntry.md","filePath":"docs/api/checkpoint/interfaces/CheckpointEntry.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/CheckpointEntry.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="checkpointentry" tabindex="-1">CheckpointEntry <a class="header-anchor" href="#checkpointentry" aria-label="Permalink to &quot;CheckpointEntry&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/stores/entry.ts#L5" target="_blank" rel="noreferrer">packages/checkpoint/src/stores/entry.ts:5</a></p><p>What the name of a stored checkpoint says.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>Pass it to <code>load</code>: <code>0012-epoch-3-best</code>, or <code>0013-epoch-4-step-120</code> in the middle of an epoch.</td></tr><tr><td><a id="property-number"></a> <code>number</code></td><td><code>number</code></td><td>Counts the saves of a store, from 1. Later saves have larger numbers.</td></tr><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>The epoch that was under way or had just ended, counted from 1; 0 before the first epoch.</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code> | <code>undefined</code></td><td>The steps done in that epoch; undefined if the epoch had ended.</td></tr><tr><td><a id="property-best"></a> <code>best</code></td><td><code>boolean</code></td><td>Whether it was the best checkpoint when it was saved.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/CheckpointEntry.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CheckpointEntry = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CheckpointEntry as default
};
