import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"DoneEvent","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/DoneEvent.md","filePath":"docs/api/core/interfaces/DoneEvent.md"}');
const _sfc_main = { name: "api/core/interfaces/DoneEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="doneevent" tabindex="-1">DoneEvent <a class="header-anchor" href="#doneevent" aria-label="Permalink to &quot;DoneEvent&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-events.ts#L58" target="_blank" rel="noreferrer">packages/core/src/training/train-events.ts:58</a></p><p>The last event of a training.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;done&quot;</code></td><td>-</td></tr><tr><td><a id="property-epochs"></a> <code>epochs</code></td><td><code>number</code></td><td>Epochs completed.</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td><code>number</code></td><td>Steps taken in all.</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code> | <code>undefined</code></td><td>Loss of the last completed epoch; undefined if there was none.</td></tr><tr><td><a id="property-seconds"></a> <code>seconds</code></td><td><code>number</code></td><td>How long the whole training took.</td></tr><tr><td><a id="property-aborted"></a> <code>aborted</code></td><td><code>boolean</code></td><td>Whether the signal stopped it before its last epoch was done.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/DoneEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DoneEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DoneEvent as default
};
