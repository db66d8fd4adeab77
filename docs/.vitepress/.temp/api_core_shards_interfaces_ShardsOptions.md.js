import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ShardsOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/shards/interfaces/ShardsOptions.md","filePath":"docs/api/core/shards/interfaces/ShardsOptions.md"}');
const _sfc_main = { name: "api/core/shards/interfaces/ShardsOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="shardsoptions" tabindex="-1">ShardsOptions <a class="header-anchor" href="#shardsoptions" aria-label="Permalink to &quot;ShardsOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/shards/options.ts#L14" target="_blank" rel="noreferrer">packages/core/src/shards/options.ts:14</a></p><p>Options of <code>shards</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-communicator"></a> <code>communicator?</code></td><td><a href="/api/core/shards/interfaces/Communicator.html"><code>Communicator</code></a></td><td>Connects the ranks: <code>await openMpi()</code> of <code>@nablajs/mpi</code>. Default: this process is the only rank.</td></tr><tr><td><a id="property-count"></a> <code>count?</code></td><td><code>number</code></td><td>Into how many parts each batch is cut, at least, whatever the number of ranks: a power of two, and at least the number of ranks. Another number rounds differently. Default: 4, or the number of ranks if that is larger.</td></tr><tr><td><a id="property-log"></a> <code>log?</code></td><td>(<code>line</code>) =&gt; <code>void</code></td><td>Called in every step, before the ranks add their gradients. Default: nothing is logged.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/shards/interfaces/ShardsOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ShardsOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ShardsOptions as default
};
