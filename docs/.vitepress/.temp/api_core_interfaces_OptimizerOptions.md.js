import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OptimizerOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/OptimizerOptions.md","filePath":"docs/api/core/interfaces/OptimizerOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/OptimizerOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="optimizeroptions" tabindex="-1">OptimizerOptions <a class="header-anchor" href="#optimizeroptions" aria-label="Permalink to &quot;OptimizerOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/optimizer.ts#L15" target="_blank" rel="noreferrer">packages/core/src/optimizers/optimizer.ts:15</a></p><p>Options that every optimizer takes.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/AdadeltaOptions.html"><code>AdadeltaOptions</code></a></li><li><a href="/api/core/interfaces/AdagradOptions.html"><code>AdagradOptions</code></a></li><li><a href="/api/core/interfaces/AdamOptions.html"><code>AdamOptions</code></a></li><li><a href="/api/core/interfaces/AdamaxOptions.html"><code>AdamaxOptions</code></a></li><li><a href="/api/core/interfaces/LionOptions.html"><code>LionOptions</code></a></li><li><a href="/api/core/interfaces/NAdamOptions.html"><code>NAdamOptions</code></a></li><li><a href="/api/core/interfaces/RMSpropOptions.html"><code>RMSpropOptions</code></a></li><li><a href="/api/core/interfaces/SGDOptions.html"><code>SGDOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-learningrate"></a> <code>learningRate?</code></td><td><code>number</code></td><td>How far each step goes, &gt; 0. The default depends on the optimizer.</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay?</code></td><td><code>number</code></td><td>Pulls weights towards 0, &gt;= 0. Added to the gradient as an L2 penalty; in AdamW, Lion and Keras&#39; formulas decoupled: w -= learningRate weightDecay w before the step. Default: 0; AdamW 0.01.</td></tr><tr><td><a id="property-groups"></a> <code>groups?</code></td><td>readonly <a href="/api/core/interfaces/ParameterGroup.html"><code>ParameterGroup</code></a>[]</td><td>Other options for some parameters. If several groups name a parameter, the first one applies. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/OptimizerOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OptimizerOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OptimizerOptions as default
};
