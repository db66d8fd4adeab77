import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GradientProblem","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-tfjs-node/interfaces/GradientProblem.md","filePath":"docs/api/backend-tfjs-node/interfaces/GradientProblem.md"}');
const _sfc_main = { name: "api/backend-tfjs-node/interfaces/GradientProblem.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="gradientproblem" tabindex="-1">GradientProblem <a class="header-anchor" href="#gradientproblem" aria-label="Permalink to &quot;GradientProblem&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-tfjs-node/src/gradients/gradient-problem.ts#L5" target="_blank" rel="noreferrer">packages/backend-tfjs-node/src/gradients/gradient-problem.ts:5</a></p><p>One pass of a network over a batch, with arrays on the host. All numbers are rounded to float32.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-network"></a> <code>network</code></td><td>| <a href="/api/core/interfaces/NetworkConfig.html"><code>NetworkConfig</code></a> | <a href="/api/core/interfaces/SequentialConfig.html"><code>SequentialConfig</code></a></td><td>-</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><a href="/api/core/interfaces/TypedConfig.html"><code>TypedConfig</code></a></td><td>-</td></tr><tr><td><a id="property-parameters"></a> <code>parameters</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>Every parameter by its name in the network, such as <code>0.weight</code>.</td></tr><tr><td><a id="property-x"></a> <code>x</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>[n, ...inputShape], n &gt;= 1.</td></tr><tr><td><a id="property-targets"></a> <code>targets</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>int32 labels [n], or floats in the shape of the outputs.</td></tr><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>Not supported: the loss is the plain mean.</td></tr><tr><td><a id="property-penalty"></a> <code>penalty?</code></td><td><code>object</code></td><td>Not supported: nothing is added to the loss.</td></tr><tr><td><a id="property-seed"></a> <code>seed</code></td><td><code>number</code></td><td>Layers draw random numbers as in step 1 of a run with this seed.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-tfjs-node/interfaces/GradientProblem.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GradientProblem = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GradientProblem as default
};
