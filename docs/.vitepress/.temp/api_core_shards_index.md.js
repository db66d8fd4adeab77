import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/core/shards","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/shards/index.md","filePath":"docs/api/core/shards/index.md"}');
const _sfc_main = { name: "api/core/shards/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-core-shards" tabindex="-1">@nablajs/core/shards <a class="header-anchor" href="#nablajs-core-shards" aria-label="Permalink to &quot;@nablajs/core/shards&quot;">​</a></h1><p>Train one network in several processes, with the same bits on any number of them.</p><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Interface</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/core/shards/interfaces/Communicator.html">Communicator</a></td><td>Connects the ranks of a program that runs several times at once, as <code>mpirun</code> starts it. Every rank calls the same methods in the same order. <code>openMpi</code> of <code>@nablajs/mpi</code> returns one, and <code>ranksInMemory</code> makes some for tests.</td></tr><tr><td><a href="/api/core/shards/interfaces/ShardLog.html">ShardLog</a></td><td>What <code>shards</code> logs of each step.</td></tr><tr><td><a href="/api/core/shards/interfaces/ShardsOptions.html">ShardsOptions</a></td><td>Options of <code>shards</code>.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/core/shards/functions/ranksInMemory.html">ranksInMemory</a></td><td>Returns the communicators of <code>size</code> ranks in this process, a power of two. Run a training for each of them at the same time, each with its own network: to test code that runs on several ranks, or to try it without MPI. They share one thread, so they are not faster than one.</td></tr><tr><td><a href="/api/core/shards/functions/shards.html">shards</a></td><td>Spreads a training over several ranks, such as the processes that <code>mpirun</code> starts: pass the result as the option <code>distribution</code> of <code>train</code> or <code>fit</code>. Every rank creates the same network, data set and options, and ends with the same weights. 1, 2, 4 or 8 ranks give the same bits, so a run can move to another number of ranks and back.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/shards/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
