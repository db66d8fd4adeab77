import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Blueprint","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Blueprint.md","filePath":"docs/api/core/interfaces/Blueprint.md"}');
const _sfc_main = { name: "api/core/interfaces/Blueprint.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="blueprint" tabindex="-1">Blueprint <a class="header-anchor" href="#blueprint" aria-label="Permalink to &quot;Blueprint&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/module.ts#L27" target="_blank" rel="noreferrer">packages/core/src/modules/module.ts:27</a></p><p>What a module&#39;s <code>build</code> returns for given input shapes. Shapes have no batch dimension.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-outputshape"></a> <code>outputShape</code></td><td>| <a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a> | readonly <a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a>[]</td><td>The shape of the output; an array of shapes if there are several outputs.</td></tr><tr><td><a id="property-parameters"></a> <code>parameters?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <a href="/api/core/interfaces/ParameterSpec.html"><code>ParameterSpec</code></a>&gt;&gt;</td><td>The parameters by name, such as <code>weight</code>. Default: none.</td></tr><tr><td><a id="property-children"></a> <code>children?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>Blueprint</code>&gt;&gt;</td><td>The blueprints of inner modules, by the names that <code>Context.run</code> calls them by. Default: none.</td></tr><tr><td><a id="property-wholebatch"></a> <code>wholeBatch?</code></td><td><code>boolean</code></td><td>True if, while training, the output for one example depends on the other examples of its batch, as with <code>BatchNorm</code>. Training then does not cut a batch into parts, unless its options say so. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Blueprint.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Blueprint = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Blueprint as default
};
