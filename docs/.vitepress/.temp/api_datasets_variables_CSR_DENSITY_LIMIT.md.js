import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CSR_DENSITY_LIMIT","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/variables/CSR_DENSITY_LIMIT.md","filePath":"docs/api/datasets/variables/CSR_DENSITY_LIMIT.md"}');
const _sfc_main = { name: "api/datasets/variables/CSR_DENSITY_LIMIT.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="csr-density-limit" tabindex="-1">CSR_DENSITY_LIMIT <a class="header-anchor" href="#csr-density-limit" aria-label="Permalink to &quot;CSR\\_DENSITY\\_LIMIT&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> CSR_DENSITY_LIMIT</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> number</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> 0.5</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/image-dataset.ts#L28" target="_blank" rel="noreferrer">packages/datasets/src/images/image-dataset.ts:28</a></p><p>The largest fraction of non-zero bytes at which <code>layout: &#39;auto&#39;</code> chooses CSR. A CSR entry holds a column and a value, which takes twice the memory of a dense float32 element. So above one half, the CSR batch would be larger.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/variables/CSR_DENSITY_LIMIT.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CSR_DENSITY_LIMIT = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CSR_DENSITY_LIMIT as default
};
