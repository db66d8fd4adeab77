import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MAXIMUM_MOVED","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/variables/MAXIMUM_MOVED.md","filePath":"docs/api/gradcheck/variables/MAXIMUM_MOVED.md"}');
const _sfc_main = { name: "api/gradcheck/variables/MAXIMUM_MOVED.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="maximum-moved" tabindex="-1">MAXIMUM_MOVED <a class="header-anchor" href="#maximum-moved" aria-label="Permalink to &quot;MAXIMUM\\_MOVED&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> MAXIMUM_MOVED</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> 0.01</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> 0.01</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/options.ts#L76" target="_blank" rel="noreferrer">packages/gradcheck/src/options.ts:76</a></p><p>The share of checked elements that may be shifted away from a kink. One element always may.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/variables/MAXIMUM_MOVED.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MAXIMUM_MOVED = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MAXIMUM_MOVED as default
};
