import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ConformanceErrorCode","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/type-aliases/ConformanceErrorCode.md","filePath":"docs/api/conformance/type-aliases/ConformanceErrorCode.md"}');
const _sfc_main = { name: "api/conformance/type-aliases/ConformanceErrorCode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="conformanceerrorcode" tabindex="-1">ConformanceErrorCode <a class="header-anchor" href="#conformanceerrorcode" aria-label="Permalink to &quot;ConformanceErrorCode&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> ConformanceErrorCode</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> </span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;mismatch&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;operand&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;alias&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;determinism&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;memory&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;threw&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;not-applicable&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;stale-declaration&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;unknown-case&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/error.ts#L13" target="_blank" rel="noreferrer">packages/conformance/src/error.ts:13</a></p><ul><li><code>mismatch</code>: a result differs from its definition or its literal by more than its gate.</li><li><code>operand</code>: a kernel changed an operand, or an upload kept the caller&#39;s array.</li><li><code>alias</code>: a result shares storage with an operand.</li><li><code>determinism</code>: two runs on the same operands gave different bits.</li><li><code>memory</code>: <code>memory()</code> was different before and after a case.</li><li><code>threw</code>: the backend threw; its error is the <code>cause</code>.</li><li><code>not-applicable</code>: the backend does not have the kernel or the dtype; nothing was checked.</li><li><code>stale-declaration</code>: a deviation that is declared as <code>always</code> did not occur, or its case is not applicable.</li><li><code>unknown-case</code>: a declaration names a case that does not exist, names one twice, gives no reason, or permits nothing.</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/type-aliases/ConformanceErrorCode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConformanceErrorCode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConformanceErrorCode as default
};
