import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Split&lt;Y&gt;","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/Split.md","filePath":"docs/api/datasets/interfaces/Split.md"}');
const _sfc_main = { name: "api/datasets/interfaces/Split.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="split-lt-y-gt" tabindex="-1">Split&lt;Y&gt; <a class="header-anchor" href="#split-lt-y-gt" aria-label="Permalink to &quot;Split&amp;lt;Y&amp;gt;&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/split.ts#L88" target="_blank" rel="noreferrer">packages/datasets/src/split.ts:88</a></p><p>The two parts of a data set.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Parameter</th></tr></thead><tbody><tr><td><a id="type-parameter-y"></a> <code>Y</code> <em>extends</em> <a href="/api/core/type-aliases/HostTargets.html"><code>HostTargets</code></a></td></tr></tbody></table><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-train"></a> <code>train</code></td><td><a href="/api/core/interfaces/Dataset.html"><code>Dataset</code></a>&lt;<code>Y</code>&gt;</td><td>-</td></tr><tr><td><a id="property-test"></a> <code>test</code></td><td><a href="/api/core/interfaces/Dataset.html"><code>Dataset</code></a>&lt;<code>Y</code>&gt;</td><td>-</td></tr><tr><td><a id="property-testrows"></a> <code>testRows</code></td><td><code>Int32Array</code></td><td>For each example of <code>test</code>, its index in the whole data set.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/Split.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Split = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Split as default
};
