import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GraphOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/GraphOptions.md","filePath":"docs/api/core/interfaces/GraphOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/GraphOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="graphoptions" tabindex="-1">GraphOptions <a class="header-anchor" href="#graphoptions" aria-label="Permalink to &quot;GraphOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/graph.ts#L37" target="_blank" rel="noreferrer">packages/core/src/layers/graph.ts:37</a></p><p>What a <code>Graph</code> is made of. Its values have numbers: first the inputs, from 0; then what each node makes, in order.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-inputs"></a> <code>inputs</code></td><td><code>number</code></td><td>How many inputs it has.</td></tr><tr><td><a id="property-layers"></a> <code>layers</code></td><td>readonly <a href="/api/core/interfaces/Module.html"><code>Module</code></a>[]</td><td>Its layers, each once.</td></tr><tr><td><a id="property-nodes"></a> <code>nodes</code></td><td>readonly <a href="/api/core/type-aliases/GraphNode.html"><code>GraphNode</code></a>[]</td><td>The calls of these layers. Each takes values of inputs and of nodes before it.</td></tr><tr><td><a id="property-outputs"></a> <code>outputs</code></td><td><code>number</code> | readonly <code>number</code>[]</td><td>The number of the value that is its output; an array of numbers for an array of outputs.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/GraphOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GraphOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GraphOptions as default
};
