import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BroadcastPlan","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BroadcastPlan.md","filePath":"docs/api/core/interfaces/BroadcastPlan.md"}');
const _sfc_main = { name: "api/core/interfaces/BroadcastPlan.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="broadcastplan" tabindex="-1">BroadcastPlan <a class="header-anchor" href="#broadcastplan" aria-label="Permalink to &quot;BroadcastPlan&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/tensors/broadcast.ts#L8" target="_blank" rel="noreferrer">packages/core/src/tensors/broadcast.ts:8</a></p><p>An element-wise loop over a result and up to three operands that broadcast to it: outer dimensions, then runs of <code>length</code> elements, in which an operand advances by its step, 1 or 0.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-size"></a> <code>size</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-length"></a> <code>length</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td>readonly <code>number</code>[]</td><td>-</td></tr><tr><td><a id="property-outer"></a> <code>outer</code></td><td>readonly <code>number</code>[]</td><td>-</td></tr><tr><td><a id="property-strides"></a> <code>strides</code></td><td>readonly (readonly <code>number</code>[])[]</td><td>The stride of each operand along each outer dimension.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BroadcastPlan.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BroadcastPlan = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BroadcastPlan as default
};
