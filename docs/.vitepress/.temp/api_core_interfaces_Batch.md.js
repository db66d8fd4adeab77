import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Batch&lt;X, Y&gt;","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Batch.md","filePath":"docs/api/core/interfaces/Batch.md"}');
const _sfc_main = { name: "api/core/interfaces/Batch.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="batch-lt-x-y-gt" tabindex="-1">Batch&lt;X, Y&gt; <a class="header-anchor" href="#batch-lt-x-y-gt" aria-label="Permalink to &quot;Batch&amp;lt;X, Y&amp;gt;&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/data/dataset.ts#L16" target="_blank" rel="noreferrer">packages/core/src/data/dataset.ts:16</a></p><p>A batch of n examples. x is [n, ...]; for several inputs it is an array of them. y is int32 labels [n] or float targets [n, ...]; if it is an array of these, the loss gets an array of tensors.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Parameter</th></tr></thead><tbody><tr><td><a id="type-parameter-x"></a> <code>X</code> <em>extends</em> <a href="/api/core/type-aliases/HostInputs.html"><code>HostInputs</code></a></td></tr><tr><td><a id="type-parameter-y"></a> <code>Y</code> <em>extends</em> <a href="/api/core/type-aliases/HostTargets.html"><code>HostTargets</code></a></td></tr></tbody></table><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-x"></a> <code>x</code></td><td><code>X</code></td><td>-</td></tr><tr><td><a id="property-y"></a> <code>y</code></td><td><code>Y</code></td><td>-</td></tr><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><code>ArrayLike</code>&lt;<code>number</code>&gt;</td><td>The weights of the examples in the loss, n numbers &gt;= 0. Metrics count every example once. Default: 1 each.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Batch.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Batch = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Batch as default
};
