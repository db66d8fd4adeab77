import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/mpi","description":"","frontmatter":{},"headers":[],"relativePath":"api/mpi/index.md","filePath":"docs/api/mpi/index.md"}');
const _sfc_main = { name: "api/mpi/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-mpi" tabindex="-1">@nablajs/mpi <a class="header-anchor" href="#nablajs-mpi" aria-label="Permalink to &quot;@nablajs/mpi&quot;">​</a></h1><p>Train nabla networks on several machines with MPI: sums over all ranks, with the same bits on any number of them.</p><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Interface</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/mpi/interfaces/MpiCommunicator.html">MpiCommunicator</a></td><td>The ranks of a program that runs several times at once, under MPI.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/mpi/functions/openMpi.html">openMpi</a></td><td>Opens MPI and returns the ranks of this program. Without mpirun or srun the program is a single rank. It needs the addon, which <code>npx nabla-mpi build</code> compiles for your MPI. All calls in a process return the same object.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/mpi/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
