import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TrainingPort","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/worker/interfaces/TrainingPort.md","filePath":"docs/api/core/worker/interfaces/TrainingPort.md"}');
const _sfc_main = { name: "api/core/worker/interfaces/TrainingPort.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="trainingport" tabindex="-1">TrainingPort <a class="header-anchor" href="#trainingport" aria-label="Permalink to &quot;TrainingPort&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/worker/options.ts#L23" target="_blank" rel="noreferrer">packages/core/src/worker/options.ts:23</a></p><p>A worker or one end of a <code>MessageChannel</code>: a <code>Worker</code> of a browser or of Node&#39;s <code>worker_threads</code>, or the <code>port</code> of a <code>SharedWorker</code>. It only needs <code>postMessage</code> and either <code>addEventListener</code> or Node&#39;s <code>on</code>.</p><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="postmessage" tabindex="-1">postMessage() <a class="header-anchor" href="#postmessage" aria-label="Permalink to &quot;postMessage()&quot;">​</a></h3><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#622CBC;--shiki-dark:#DBB7FF;">postMessage</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">(message, transfer): </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">void</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Sends a structured clone. The sender loses what is in <code>transfer</code>.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>message</code></td><td><code>unknown</code></td></tr><tr><td><code>transfer</code></td><td><code>never</code>[]</td></tr></tbody></table><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>void</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/worker/interfaces/TrainingPort.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TrainingPort = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TrainingPort as default
};
