import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CategoryColumn","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/type-aliases/CategoryColumn.md","filePath":"docs/api/datasets/type-aliases/CategoryColumn.md"}');
const _sfc_main = { name: "api/datasets/type-aliases/CategoryColumn.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="categorycolumn" tabindex="-1">CategoryColumn <a class="header-anchor" href="#categorycolumn" aria-label="Permalink to &quot;CategoryColumn&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> CategoryColumn</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/table-form.ts#L16" target="_blank" rel="noreferrer">packages/datasets/src/table/table-form.ts:16</a></p><p>A column with a few texts. Each text becomes an input, which is 1 if the cell is that text, else 0.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-kind"></a> <code>kind</code></td><td><code>&quot;category&quot;</code></td><td>-</td></tr><tr><td><a id="property-values"></a> <code>values</code></td><td>readonly <code>string</code>[]</td><td>Sorted by code unit.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/type-aliases/CategoryColumn.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CategoryColumn = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CategoryColumn as default
};
