import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TableForm","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/type-aliases/TableForm.md","filePath":"docs/api/datasets/type-aliases/TableForm.md"}');
const _sfc_main = { name: "api/datasets/type-aliases/TableForm.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tableform" tabindex="-1">TableForm <a class="header-anchor" href="#tableform" aria-label="Permalink to &quot;TableForm&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> TableForm</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/table-form.ts#L32" target="_blank" rel="noreferrer">packages/datasets/src/table/table-form.ts:32</a></p><p>Says how the rows of a table become a network&#39;s inputs, and what its outputs mean.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;table&quot;</code></td><td>-</td></tr><tr><td><a id="property-columns"></a> <code>columns</code></td><td>readonly <a href="/api/datasets/type-aliases/InputColumn.html"><code>InputColumn</code></a>[]</td><td>In the order of the inputs. Other tables may have them in any order, and more columns.</td></tr><tr><td><a id="property-target"></a> <code>target</code></td><td><a href="/api/datasets/type-aliases/TargetColumn.html"><code>TargetColumn</code></a></td><td>The column to predict.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/type-aliases/TableForm.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TableForm = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TableForm as default
};
