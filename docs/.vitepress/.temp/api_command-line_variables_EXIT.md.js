import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"EXIT","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/variables/EXIT.md","filePath":"docs/api/command-line/variables/EXIT.md"}');
const _sfc_main = { name: "api/command-line/variables/EXIT.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="exit" tabindex="-1">EXIT <a class="header-anchor" href="#exit" aria-label="Permalink to &quot;EXIT&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> EXIT</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/exit.ts#L7" target="_blank" rel="noreferrer">packages/command-line/src/exit.ts:7</a></p><p>The exit codes of the commands.</p><h2 id="type-declaration" tabindex="-1">Type Declaration <a class="header-anchor" href="#type-declaration" aria-label="Permalink to &quot;Type Declaration&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Name</th><th>Type</th><th>Default value</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-ok"></a> <code>ok</code></td><td><code>0</code></td><td><code>0</code></td><td>-</td></tr><tr><td><a id="property-failure"></a> <code>failure</code></td><td><code>1</code></td><td><code>1</code></td><td>The work failed: bad data, a damaged model, a loss that is not finite.</td></tr><tr><td><a id="property-usage"></a> <code>usage</code></td><td><code>2</code></td><td><code>2</code></td><td>The request was wrong: a flag, a setting, the config file, or a backend that is not available.</td></tr><tr><td><a id="property-sighup"></a> <code>SIGHUP</code></td><td><code>129</code></td><td><code>129</code></td><td>128 + the signal&#39;s number, as shells report it.</td></tr><tr><td><a id="property-sigint"></a> <code>SIGINT</code></td><td><code>130</code></td><td><code>130</code></td><td>-</td></tr><tr><td><a id="property-sigterm"></a> <code>SIGTERM</code></td><td><code>143</code></td><td><code>143</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/variables/EXIT.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const EXIT = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  EXIT as default
};
