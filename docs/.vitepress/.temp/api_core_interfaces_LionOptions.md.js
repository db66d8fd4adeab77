import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LionOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LionOptions.md","filePath":"docs/api/core/interfaces/LionOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/LionOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="lionoptions" tabindex="-1">LionOptions <a class="header-anchor" href="#lionoptions" aria-label="Permalink to &quot;LionOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/lion.ts#L12" target="_blank" rel="noreferrer">packages/core/src/optimizers/lion.ts:12</a></p><p>Options of <code>Lion</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/OptimizerOptions.html"><code>OptimizerOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-beta1"></a> <code>beta1?</code></td><td><code>number</code></td><td>How much the momentum counts in the direction of a step, in [0, 1). Default: 0.9.</td></tr><tr><td><a id="property-beta2"></a> <code>beta2?</code></td><td><code>number</code></td><td>Decay of the momentum, in [0, 1). Default: 0.99.</td></tr><tr><td><a id="property-learningrate"></a> <code>learningRate?</code></td><td><code>number</code></td><td>How far each step goes, &gt; 0. The default depends on the optimizer.</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay?</code></td><td><code>number</code></td><td>Pulls weights towards 0, &gt;= 0. Added to the gradient as an L2 penalty; in AdamW, Lion and Keras&#39; formulas decoupled: w -= learningRate weightDecay w before the step. Default: 0; AdamW 0.01.</td></tr><tr><td><a id="property-groups"></a> <code>groups?</code></td><td>readonly <a href="/api/core/interfaces/ParameterGroup.html"><code>ParameterGroup</code></a>[]</td><td>Other options for some parameters. If several groups name a parameter, the first one applies. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LionOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LionOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LionOptions as default
};
