import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LoadModelOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/LoadModelOptions.md","filePath":"docs/api/checkpoint/interfaces/LoadModelOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/LoadModelOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="loadmodeloptions" tabindex="-1">LoadModelOptions <a class="header-anchor" href="#loadmodeloptions" aria-label="Permalink to &quot;LoadModelOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/save-load.ts#L98" target="_blank" rel="noreferrer">packages/checkpoint/src/model/save-load.ts:98</a></p><p>Options of <code>loadModel</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-checkpoint"></a> <code>checkpoint?</code></td><td><code>&quot;last&quot;</code> | <code>&quot;best&quot;</code> | <code>string</code> &amp; <code>object</code></td><td>Which checkpoint to load from a folder of checkpoints: <code>last</code>, <code>best</code>, or one by its name. Default: the model that <code>saveModel</code> wrote to the folder; if there is none, the best checkpoint; if none was saved as the best, the last.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/LoadModelOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LoadModelOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LoadModelOptions as default
};
