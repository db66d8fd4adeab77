import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EpochStartEvent","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/EpochStartEvent.md","filePath":"docs/api/core/interfaces/EpochStartEvent.md"}');
const _sfc_main = { name: "api/core/interfaces/EpochStartEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="epochstartevent" tabindex="-1">EpochStartEvent <a class="header-anchor" href="#epochstartevent" aria-label="Permalink to &quot;EpochStartEvent&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-events.ts#L6" target="_blank" rel="noreferrer">packages/core/src/training/train-events.ts:6</a></p><p>Yielded before the first step of an epoch.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;epoch-start&quot;</code></td><td>-</td></tr><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>From 1.</td></tr><tr><td><a id="property-epochs"></a> <code>epochs</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td><code>number</code></td><td>Steps in the epoch.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/EpochStartEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EpochStartEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EpochStartEvent as default
};
