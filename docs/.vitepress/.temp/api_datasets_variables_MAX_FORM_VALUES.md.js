import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MAX_FORM_VALUES","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/variables/MAX_FORM_VALUES.md","filePath":"docs/api/datasets/variables/MAX_FORM_VALUES.md"}');
const _sfc_main = { name: "api/datasets/variables/MAX_FORM_VALUES.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="max-form-values" tabindex="-1">MAX_FORM_VALUES <a class="header-anchor" href="#max-form-values" aria-label="Permalink to &quot;MAX\\_FORM\\_VALUES&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> MAX_FORM_VALUES</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> number</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> 1_000_000</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/image-form.ts#L32" target="_blank" rel="noreferrer">packages/datasets/src/images/image-form.ts:32</a></p><p>The largest number of inputs that an image may become: height * width * channels.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/variables/MAX_FORM_VALUES.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MAX_FORM_VALUES = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MAX_FORM_VALUES as default
};
