import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Penalty","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Penalty.md","filePath":"docs/api/core/interfaces/Penalty.md"}');
const _sfc_main = { name: "api/core/interfaces/Penalty.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="penalty" tabindex="-1">Penalty <a class="header-anchor" href="#penalty" aria-label="Permalink to &quot;Penalty&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/penalty.ts#L10" target="_blank" rel="noreferrer">packages/core/src/losses/penalty.ts:10</a></p><p>A penalty on parameters, which training adds to the loss. Implement it for a custom one.</p><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="compute" tabindex="-1">compute() <a class="header-anchor" href="#compute" aria-label="Permalink to &quot;compute()&quot;">​</a></h3><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#622CBC;--shiki-dark:#DBB7FF;">compute</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">(parameters): Tensor </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">|</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> undefined</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Returns the penalty, [], or undefined if there is nothing to add. Use operations; they bring their derivatives. <code>parameters</code> are all parameters of the network; some may be <code>frozen</code> or not <code>trainable</code>.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>parameters</code></td><td>readonly <a href="/api/core/interfaces/Parameter.html"><code>Parameter</code></a>[]</td></tr></tbody></table><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a> | <code>undefined</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Penalty.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Penalty = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Penalty as default
};
