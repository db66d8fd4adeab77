import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GraphNode","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/type-aliases/GraphNode.md","filePath":"docs/api/core/type-aliases/GraphNode.md"}');
const _sfc_main = { name: "api/core/type-aliases/GraphNode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="graphnode" tabindex="-1">GraphNode <a class="header-anchor" href="#graphnode" aria-label="Permalink to &quot;GraphNode&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> GraphNode</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/graph.ts#L25" target="_blank" rel="noreferrer">packages/core/src/layers/graph.ts:25</a></p><p>One call of a layer in a <code>Graph</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-layer"></a> <code>layer</code></td><td><code>number</code></td><td>The layer&#39;s position in <code>layers</code>. All nodes of one layer share its parameters.</td></tr><tr><td><a id="property-inputs"></a> <code>inputs</code></td><td>readonly <code>number</code>[]</td><td>The numbers of the values that it takes.</td></tr><tr><td><a id="property-outputs"></a> <code>outputs?</code></td><td><code>number</code></td><td>How many values it makes. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/type-aliases/GraphNode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GraphNode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GraphNode as default
};
