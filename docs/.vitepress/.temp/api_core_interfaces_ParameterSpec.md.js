import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ParameterSpec","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ParameterSpec.md","filePath":"docs/api/core/interfaces/ParameterSpec.md"}');
const _sfc_main = { name: "api/core/interfaces/ParameterSpec.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="parameterspec" tabindex="-1">ParameterSpec <a class="header-anchor" href="#parameterspec" aria-label="Permalink to &quot;ParameterSpec&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/module.ts#L16" target="_blank" rel="noreferrer">packages/core/src/modules/module.ts:16</a></p><p>A parameter that a module asks for: its shape and how its first values are drawn.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td><td>-</td></tr><tr><td><a id="property-initializer"></a> <code>initializer</code></td><td><a href="/api/core/type-aliases/Initializer.html"><code>Initializer</code></a></td><td>-</td></tr><tr><td><a id="property-trainable"></a> <code>trainable?</code></td><td><code>boolean</code></td><td>False for a parameter that the module updates itself with <code>Context.update</code>, such as running statistics. It has no gradient but is saved with the model. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ParameterSpec.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ParameterSpec = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ParameterSpec as default
};
