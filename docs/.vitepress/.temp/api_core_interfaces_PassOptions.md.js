import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"PassOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/PassOptions.md","filePath":"docs/api/core/interfaces/PassOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/PassOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="passoptions" tabindex="-1">PassOptions <a class="header-anchor" href="#passoptions" aria-label="Permalink to &quot;PassOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/network.ts#L79" target="_blank" rel="noreferrer">packages/core/src/networks/network.ts:79</a></p><p>Options of <code>Network.pass</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/Draw.html"><code>Draw</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-seed"></a> <code>seed</code></td><td><code>number</code></td><td>A whole number in [0, 2^53).</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>The step of the run, from 1. Each step draws other numbers.</td></tr><tr><td><a id="property-firstrow"></a> <code>firstRow?</code></td><td><code>number</code></td><td>Position of the first example in its batch, for a part of a batch. Default: 0.</td></tr><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>Weights of the examples [n], or of tokens or elements [n, ...], of the network&#39;s dtype. The mean divides by their sum, as in PyTorch. Default: 1 each.</td></tr><tr><td><a id="property-penalty"></a> <code>penalty?</code></td><td><a href="/api/core/interfaces/Penalty.html"><code>Penalty</code></a></td><td>Added to the loss. Default: none.</td></tr><tr><td><a id="property-inputgradient"></a> <code>inputGradient?</code></td><td><code>boolean</code></td><td>Whether to compute the inputs&#39; gradients too. Every input must then be a dense float tensor. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/PassOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PassOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PassOptions as default
};
