import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ENGINES","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-tfjs-node/variables/ENGINES.md","filePath":"docs/api/backend-tfjs-node/variables/ENGINES.md"}');
const _sfc_main = { name: "api/backend-tfjs-node/variables/ENGINES.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="engines" tabindex="-1">ENGINES <a class="header-anchor" href="#engines" aria-label="Permalink to &quot;ENGINES&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> ENGINES</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> readonly</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> EngineName</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">[];</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-tfjs-node/src/engine.ts#L11" target="_blank" rel="noreferrer">packages/backend-tfjs-node/src/engine.ts:11</a></p><p>All engines, in the order in which <code>auto</code> tries them: the closest to TensorFlow first.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-tfjs-node/variables/ENGINES.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ENGINES = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ENGINES as default
};
