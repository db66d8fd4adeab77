import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ShardLog","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/shards/interfaces/ShardLog.md","filePath":"docs/api/core/shards/interfaces/ShardLog.md"}');
const _sfc_main = { name: "api/core/shards/interfaces/ShardLog.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="shardlog" tabindex="-1">ShardLog <a class="header-anchor" href="#shardlog" aria-label="Permalink to &quot;ShardLog&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/shards/options.ts#L4" target="_blank" rel="noreferrer">packages/core/src/shards/options.ts:4</a></p><p>What <code>shards</code> logs of each step.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>The current epoch, from 1.</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>The step in the epoch, from 1.</td></tr><tr><td><a id="property-parts"></a> <code>parts</code></td><td>readonly <code>number</code>[]</td><td>The numbers of the parts that this rank computes in the step, from 0. Empty parts are left out.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/shards/interfaces/ShardLog.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ShardLog = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ShardLog as default
};
