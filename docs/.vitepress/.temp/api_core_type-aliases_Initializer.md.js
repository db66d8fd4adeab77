import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Initializer","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/type-aliases/Initializer.md","filePath":"docs/api/core/type-aliases/Initializer.md"}');
const _sfc_main = { name: "api/core/type-aliases/Initializer.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="initializer" tabindex="-1">Initializer <a class="header-anchor" href="#initializer" aria-label="Permalink to &quot;Initializer&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> Initializer</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;zeros&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> |</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> RandomInitializer</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> |</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> number</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/initializers.ts#L21" target="_blank" rel="noreferrer">packages/core/src/modules/initializers.ts:21</a></p><p>How to draw the initial values of a parameter. For a weight [in, out], fanIn is in and fanOut is out. For filters [rows, columns, in, out], both are multiplied by rows times columns, as in Keras.</p><ul><li><code>heNormal</code>: N(0, 2 / fanIn), <code>heUniform</code>: U(+-sqrt(6 / fanIn)): K. He et al., &quot;Delving deep into rectifiers&quot;, ICCV 2015, equation 10.</li><li><code>glorotNormal</code>: N(0, 2 / (fanIn + fanOut)), <code>glorotUniform</code>: U(+-sqrt(6 / (fanIn + fanOut))): X. Glorot and Y. Bengio, &quot;Understanding the difficulty of training deep feedforward neural networks&quot;, AISTATS 2010, equations 12 and 16.</li><li><code>lecunNormal</code>: N(0, 1 / fanIn), <code>lecunUniform</code>: U(+-sqrt(3 / fanIn)): Y. LeCun et al., &quot;Efficient BackProp&quot;, 1998, equation 16.</li><li><code>zeros</code>: for biases.</li><li>a number: that value for every element, such as 1 for the scale of a normalisation.</li></ul><p>N(mean, variance) is never truncated; U(+-limit) is uniform, with variance limit^2 / 3.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/type-aliases/Initializer.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Initializer = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Initializer as default
};
