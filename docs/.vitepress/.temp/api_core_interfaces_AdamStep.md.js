import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"AdamStep","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/AdamStep.md","filePath":"docs/api/core/interfaces/AdamStep.md"}');
const _sfc_main = { name: "api/core/interfaces/AdamStep.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="adamstep" tabindex="-1">AdamStep <a class="header-anchor" href="#adamstep" aria-label="Permalink to &quot;AdamStep&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L325" target="_blank" rel="noreferrer">packages/core/src/backend.ts:325</a></p><p>The numbers of one Adam step. Users of the optimizer pass <code>AdamOptions</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-learningrate"></a> <code>learningRate</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-beta1"></a> <code>beta1</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-beta2"></a> <code>beta2</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-epsilon"></a> <code>epsilon</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-decoupled"></a> <code>decoupled</code></td><td><code>boolean</code></td><td>True: AdamW, the decay scales the parameter. False: L2, the decay is added to the gradient.</td></tr><tr><td><a id="property-correction1"></a> <code>correction1</code></td><td><code>number</code></td><td>1 - beta1^t and 1 - beta2^t of this step.</td></tr><tr><td><a id="property-correction2"></a> <code>correction2</code></td><td><code>number</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/AdamStep.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AdamStep = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AdamStep as default
};
