import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"FromConfigOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/FromConfigOptions.md","filePath":"docs/api/core/interfaces/FromConfigOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/FromConfigOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="fromconfigoptions" tabindex="-1">FromConfigOptions <a class="header-anchor" href="#fromconfigoptions" aria-label="Permalink to &quot;FromConfigOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/from-config.ts#L15" target="_blank" rel="noreferrer">packages/core/src/networks/from-config.ts:15</a></p><p>Options of <code>networkFromConfig</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/ParameterOptions.html"><code>ParameterOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-layers"></a> <code>layers?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, (<code>config</code>, <code>make</code>) =&gt; <a href="/api/core/interfaces/Module.html"><code>Module</code></a>&gt;&gt;</td><td>Your custom layers and modules. They override built-in ones of the same name. Default: none.</td></tr><tr><td><a id="property-dtype"></a> <code>dtype?</code></td><td><a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a></td><td>The dtype of parameters, activations and gradients. Default: the backend&#39;s first.</td></tr><tr><td><a id="property-seed"></a> <code>seed?</code></td><td><code>number</code></td><td>Determines the initial weights: a whole number in [0, 2^53). Default: 0.</td></tr><tr><td><a id="property-parameters"></a> <code>parameters?</code></td><td>| <code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt; | <a href="/api/core/classes/Parameters.html"><code>Parameters</code></a></td><td>Initial values by parameter name, each of the parameter&#39;s shape, for all of them; names with one array between them are tied. Or the <code>Parameters</code> of another network: those of the same names are shared. Default: drawn from <code>seed</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/FromConfigOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FromConfigOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FromConfigOptions as default
};
