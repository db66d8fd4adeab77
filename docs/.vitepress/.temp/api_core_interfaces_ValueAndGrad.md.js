import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ValueAndGrad&lt;P, A&gt;","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ValueAndGrad.md","filePath":"docs/api/core/interfaces/ValueAndGrad.md"}');
const _sfc_main = { name: "api/core/interfaces/ValueAndGrad.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="valueandgrad-lt-p-a-gt" tabindex="-1">ValueAndGrad&lt;P, A&gt; <a class="header-anchor" href="#valueandgrad-lt-p-a-gt" aria-label="Permalink to &quot;ValueAndGrad&amp;lt;P, A&amp;gt;&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/autodiff/grad.ts#L34" target="_blank" rel="noreferrer">packages/core/src/autodiff/grad.ts:34</a></p><p>The result of <code>valueAndGrad</code>. The caller (or the enclosing scope) owns all tensors.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Parameter</th></tr></thead><tbody><tr><td><a id="type-parameter-p"></a> <code>P</code></td></tr><tr><td><a id="type-parameter-a"></a> <code>A</code></td></tr></tbody></table><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-value"></a> <code>value</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[] The value of the function.</td></tr><tr><td><a id="property-gradients"></a> <code>gradients</code></td><td><code>P</code></td><td>dValue/dParameter, in the structure of the parameters; zeros if the value does not depend on one.</td></tr><tr><td><a id="property-aux"></a> <code>aux</code></td><td><code>A</code></td><td>What else the function returned.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ValueAndGrad.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ValueAndGrad = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ValueAndGrad as default
};
