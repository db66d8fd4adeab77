import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Permuter","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Permuter.md","filePath":"docs/api/core/interfaces/Permuter.md"}');
const _sfc_main = { name: "api/core/interfaces/Permuter.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="permuter" tabindex="-1">Permuter <a class="header-anchor" href="#permuter" aria-label="Permalink to &quot;Permuter&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/random/random.ts#L9" target="_blank" rel="noreferrer">packages/core/src/random/random.ts:9</a></p><p>Draws random orders. <code>Random</code> implements it.</p><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="permutation" tabindex="-1">permutation() <a class="header-anchor" href="#permutation" aria-label="Permalink to &quot;permutation()&quot;">​</a></h3><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#622CBC;--shiki-dark:#DBB7FF;">permutation</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">(n): Int32Array;</span></span></code></pre></div><p>Returns the numbers 0 to n - 1 in random order.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>n</code></td><td><code>number</code></td></tr></tbody></table><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>Int32Array</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Permuter.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Permuter = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Permuter as default
};
