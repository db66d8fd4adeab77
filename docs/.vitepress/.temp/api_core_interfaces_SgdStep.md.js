import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SgdStep","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SgdStep.md","filePath":"docs/api/core/interfaces/SgdStep.md"}');
const _sfc_main = { name: "api/core/interfaces/SgdStep.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="sgdstep" tabindex="-1">SgdStep <a class="header-anchor" href="#sgdstep" aria-label="Permalink to &quot;SgdStep&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L314" target="_blank" rel="noreferrer">packages/core/src/backend.ts:314</a></p><p>The numbers of one SGD step. Users of the optimizer pass <code>SGDOptions</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-learningrate"></a> <code>learningRate</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-momentum"></a> <code>momentum</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-dampening"></a> <code>dampening</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-nesterov"></a> <code>nesterov</code></td><td><code>boolean</code></td><td>-</td></tr><tr><td><a id="property-first"></a> <code>first</code></td><td><code>boolean</code></td><td>True on a parameter&#39;s first step, when the momentum buffer starts as the gradient itself.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SgdStep.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SgdStep = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SgdStep as default
};
