import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ParameterStep","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ParameterStep.md","filePath":"docs/api/core/interfaces/ParameterStep.md"}');
const _sfc_main = { name: "api/core/interfaces/ParameterStep.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="parameterstep" tabindex="-1">ParameterStep <a class="header-anchor" href="#parameterstep" aria-label="Permalink to &quot;ParameterStep&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/optimizer.ts#L28" target="_blank" rel="noreferrer">packages/core/src/optimizers/optimizer.ts:28</a></p><p>What <code>update</code> gets for the step of one parameter, with its group&#39;s options applied.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-learningrate"></a> <code>learningRate</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-count"></a> <code>count</code></td><td><code>number</code></td><td>Number of this parameter&#39;s steps, including this one: 1 at its first.</td></tr><tr><td><a id="property-gate"></a> <code>gate</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a> | <code>undefined</code></td><td>[] Any value but 0, NaN included, must leave the parameter and its slots unchanged: see <code>adoptUnless</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ParameterStep.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ParameterStep = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ParameterStep as default
};
