import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ModelDescription","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/ModelDescription.md","filePath":"docs/api/checkpoint/interfaces/ModelDescription.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/ModelDescription.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="modeldescription" tabindex="-1">ModelDescription <a class="header-anchor" href="#modeldescription" aria-label="Permalink to &quot;ModelDescription&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/model-description.ts#L29" target="_blank" rel="noreferrer">packages/checkpoint/src/model/model-description.ts:29</a></p><p>Everything in a saved model except its parameters.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/checkpoint/interfaces/SavedModel.html"><code>SavedModel</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-config"></a> <code>config</code></td><td>| <a href="/api/core/interfaces/NetworkConfig.html"><code>NetworkConfig</code></a> | <a href="/api/core/interfaces/SequentialConfig.html"><code>SequentialConfig</code></a></td><td>The architecture: <code>network.config</code>.</td></tr><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a></td><td>The dtype of all parameters: <code>network.dtype</code>.</td></tr><tr><td><a id="property-normalisation"></a> <code>normalisation?</code></td><td><a href="/api/checkpoint/interfaces/SavedNormalisation.html"><code>SavedNormalisation</code></a></td><td>How the training data became inputs. Default: none.</td></tr><tr><td><a id="property-form"></a> <code>form?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <a href="/api/core/type-aliases/JsonValue.html"><code>JsonValue</code></a>&gt;&gt;</td><td>What the inputs and outputs mean: the columns of a table with their scales, the size of images, the names of classes. <code>@nablajs/datasets</code> creates and checks it; this package only stores it. Default: none.</td></tr><tr><td><a id="property-notes"></a> <code>notes?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <a href="/api/core/type-aliases/JsonValue.html"><code>JsonValue</code></a>&gt;&gt;</td><td>Any JSON about the model, such as its preset, epochs and accuracy. This package only stores it. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/ModelDescription.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ModelDescription = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ModelDescription as default
};
