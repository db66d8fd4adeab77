import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MAX_IMAGE_PIXELS","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/variables/MAX_IMAGE_PIXELS.md","filePath":"docs/api/datasets/variables/MAX_IMAGE_PIXELS.md"}');
const _sfc_main = { name: "api/datasets/variables/MAX_IMAGE_PIXELS.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="max-image-pixels" tabindex="-1">MAX_IMAGE_PIXELS <a class="header-anchor" href="#max-image-pixels" aria-label="Permalink to &quot;MAX\\_IMAGE\\_PIXELS&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> MAX_IMAGE_PIXELS</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> number</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/codecs/image-file.ts#L8" target="_blank" rel="noreferrer">packages/datasets/src/images/codecs/image-file.ts:8</a></p><p>The largest number of pixels that <code>decodeImage</code> accepts: slightly more than 8K (7,680 x 4,320).</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/variables/MAX_IMAGE_PIXELS.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MAX_IMAGE_PIXELS = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MAX_IMAGE_PIXELS as default
};
