import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"AdagradOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/AdagradOptions.md","filePath":"docs/api/core/interfaces/AdagradOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/AdagradOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="adagradoptions" tabindex="-1">AdagradOptions <a class="header-anchor" href="#adagradoptions" aria-label="Permalink to &quot;AdagradOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/adagrad.ts#L12" target="_blank" rel="noreferrer">packages/core/src/optimizers/adagrad.ts:12</a></p><p>Options of <code>Adagrad</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/OptimizerOptions.html"><code>OptimizerOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-learningratedecay"></a> <code>learningRateDecay?</code></td><td><code>number</code></td><td>Lowers the learning rate of step t to learningRate / (1 + (t - 1) learningRateDecay); &gt;= 0. Default: 0.</td></tr><tr><td><a id="property-initialaccumulator"></a> <code>initialAccumulator?</code></td><td><code>number</code></td><td>The first value of the sum of squares, &gt;= 0. Default: 0; with Keras&#39; formula 0.1.</td></tr><tr><td><a id="property-epsilon"></a> <code>epsilon?</code></td><td><code>number</code></td><td>Keeps the denominator above 0; &gt; 0. Default: 1e-10; with Keras&#39; formula 1e-7.</td></tr><tr><td><a id="property-formula"></a> <code>formula?</code></td><td><a href="/api/core/type-aliases/Formula.html"><code>Formula</code></a></td><td>Whose formula to use where PyTorch and Keras differ. Default: &#39;torch&#39;.</td></tr><tr><td><a id="property-learningrate"></a> <code>learningRate?</code></td><td><code>number</code></td><td>How far each step goes, &gt; 0. The default depends on the optimizer.</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay?</code></td><td><code>number</code></td><td>Pulls weights towards 0, &gt;= 0. Added to the gradient as an L2 penalty; in AdamW, Lion and Keras&#39; formulas decoupled: w -= learningRate weightDecay w before the step. Default: 0; AdamW 0.01.</td></tr><tr><td><a id="property-groups"></a> <code>groups?</code></td><td>readonly <a href="/api/core/interfaces/ParameterGroup.html"><code>ParameterGroup</code></a>[]</td><td>Other options for some parameters. If several groups name a parameter, the first one applies. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/AdagradOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AdagradOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AdagradOptions as default
};
