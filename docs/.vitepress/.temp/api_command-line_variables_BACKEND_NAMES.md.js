import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BACKEND_NAMES","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/variables/BACKEND_NAMES.md","filePath":"docs/api/command-line/variables/BACKEND_NAMES.md"}');
const _sfc_main = { name: "api/command-line/variables/BACKEND_NAMES.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="backend-names" tabindex="-1">BACKEND_NAMES <a class="header-anchor" href="#backend-names" aria-label="Permalink to &quot;BACKEND\\_NAMES&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> BACKEND_NAMES</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> readonly</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> string</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">[];</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/backend-catalog.ts#L53" target="_blank" rel="noreferrer">packages/command-line/src/backend-catalog.ts:53</a></p><p>The short names, and <code>auto</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/variables/BACKEND_NAMES.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BACKEND_NAMES = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BACKEND_NAMES as default
};
