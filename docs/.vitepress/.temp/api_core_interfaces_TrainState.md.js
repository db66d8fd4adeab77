import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TrainState","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/TrainState.md","filePath":"docs/api/core/interfaces/TrainState.md"}');
const _sfc_main = { name: "api/core/interfaces/TrainState.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="trainstate" tabindex="-1">TrainState <a class="header-anchor" href="#trainstate" aria-label="Permalink to &quot;TrainState&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-state.ts#L68" target="_blank" rel="noreferrer">packages/core/src/training/train-state.ts:68</a></p><p>The whole state of a run on the host, in plain values and arrays that nothing else uses. <code>takeState</code> returns it.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-run"></a> <code>run</code></td><td><a href="/api/core/interfaces/RunIdentity.html"><code>RunIdentity</code></a></td><td>-</td></tr><tr><td><a id="property-position"></a> <code>position</code></td><td><a href="/api/core/interfaces/RunPosition.html"><code>RunPosition</code></a></td><td>-</td></tr><tr><td><a id="property-unreported"></a> <code>unreported</code></td><td>readonly <a href="/api/core/interfaces/UnreportedStep.html"><code>UnreportedStep</code></a>[]</td><td>Steps of the current epoch whose events the resumed run yields first.</td></tr><tr><td><a id="property-history"></a> <code>history</code></td><td>readonly <code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;[]</td><td>The numbers of every finished epoch.</td></tr><tr><td><a id="property-parameters"></a> <code>parameters</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>All parameters by name, including those that are not trainable.</td></tr><tr><td><a id="property-optimizer"></a> <code>optimizer</code></td><td><a href="/api/core/interfaces/OptimizerState.html"><code>OptimizerState</code></a></td><td>-</td></tr><tr><td><a id="property-callbacks"></a> <code>callbacks</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <a href="/api/core/interfaces/CallbackState.html"><code>CallbackState</code></a>&gt;&gt;</td><td>States of the callbacks that have one, by the callbacks&#39; names.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/TrainState.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TrainState = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TrainState as default
};
