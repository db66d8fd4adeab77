import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ReducedDType","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/type-aliases/ReducedDType.md","filePath":"docs/api/checkpoint/type-aliases/ReducedDType.md"}');
const _sfc_main = { name: "api/checkpoint/type-aliases/ReducedDType.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="reduceddtype" tabindex="-1">ReducedDType <a class="header-anchor" href="#reduceddtype" aria-label="Permalink to &quot;ReducedDType&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> ReducedDType</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;float16&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;int8&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/reduced-weights.ts#L25" target="_blank" rel="noreferrer">packages/checkpoint/src/model/reduced-weights.ts:25</a></p><p>A way to store weights in fewer bits than the network computes with.</p><ul><li><code>float16</code>: rounds each weight to the nearest IEEE half-precision number (ties to even), with 11 significant bits.</li><li><code>int8</code>: stores a matrix as whole numbers from -127 to 127, with one float32 scale for each output channel (the last axis). The scale is the channel&#39;s largest magnitude divided by 127, so a weight is off by at most half a scale. Vectors, such as biases, and matrices with one row are stored unchanged.</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/type-aliases/ReducedDType.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReducedDType = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReducedDType as default
};
