import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"NumberColumn","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/type-aliases/NumberColumn.md","filePath":"docs/api/datasets/type-aliases/NumberColumn.md"}');
const _sfc_main = { name: "api/datasets/type-aliases/NumberColumn.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="numbercolumn" tabindex="-1">NumberColumn <a class="header-anchor" href="#numbercolumn" aria-label="Permalink to &quot;NumberColumn&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> NumberColumn</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> Scale</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> &amp;</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/table-form.ts#L5" target="_blank" rel="noreferrer">packages/datasets/src/table/table-form.ts:5</a></p><p>A column of numbers, or of dates as days since 1970-01-01. It becomes one standardised input.</p><h2 id="type-declaration" tabindex="-1">Type Declaration <a class="header-anchor" href="#type-declaration" aria-label="Permalink to &quot;Type Declaration&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Name</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><code>kind</code></td><td><code>&quot;number&quot;</code> | <code>&quot;date&quot;</code></td><td>-</td></tr><tr><td><code>missing</code></td><td><code>boolean</code></td><td>Whether values were missing in the training data. Then there is a second input, which is 1 if the value is missing. A missing value counts as the mean.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/type-aliases/NumberColumn.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const NumberColumn = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  NumberColumn as default
};
