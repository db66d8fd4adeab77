import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"0004 Large batches run in chunks whose gradients are added up","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0004-large-batches-in-chunks.md","filePath":"docs/decisions/0004-large-batches-in-chunks.md"}');
const _sfc_main = { name: "decisions/0004-large-batches-in-chunks.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="_0004-large-batches-run-in-chunks-whose-gradients-are-added-up" tabindex="-1">0004 Large batches run in chunks whose gradients are added up <a class="header-anchor" href="#_0004-large-batches-run-in-chunks-whose-gradients-are-added-up" aria-label="Permalink to &quot;0004 Large batches run in chunks whose gradients are added up&quot;">​</a></h1><p>2026-11-25. Superseded by <a href="/decisions/0033-a-batch-is-cut-in-one-way.html">0033</a>.</p><h2 id="context" tabindex="-1">Context <a class="header-anchor" href="#context" aria-label="Permalink to &quot;Context&quot;">​</a></h2><p>A full batch of 60,000 rows has activations of 60,000 x 532, which take 128 MB in float32, several times over. A step takes seconds, and during that time nothing limits memory and Ctrl-C does not work.</p><h2 id="decision" tabindex="-1">Decision <a class="header-anchor" href="#decision" aria-label="Permalink to &quot;Decision&quot;">​</a></h2><p>The trainer splits a batch into parts of <code>chunkRows</code> rows, and adds up losses and gradients in order. <code>chunkRows</code> is 512, or what the backend asks for: wasm, which is fast on each part, asks for 2,048. Each loss gets the number of rows that its mean is over, so the parts add up to the whole without rescaling. Full batch and mini batch share one code path. The parts of a full batch stay on the backend between epochs.</p><h2 id="consequences" tabindex="-1">Consequences <a class="header-anchor" href="#consequences" aria-label="Permalink to &quot;Consequences&quot;">​</a></h2><p>Memory does not grow with the number of rows, H and dH stay in the cache, and the event loop runs between parts. The order of the sum, and so its last bits, depends on <code>chunkRows</code>, so <code>chunkRows</code> is part of what identifies a run. A layer that mixes rows of a batch (batch normalisation) would see one part instead of the whole batch. The blueprint of such a layer says <code>wholeBatch</code>, and the trainer then computes each batch as a whole, even if you pass <code>chunkRows</code>. Otherwise the result would depend on the size of the chunks. If the memory is too small for the batch, you get a <code>NablaError</code> of code <code>memory</code>. <code>evaluate</code> still computes in chunks, because outside training such layers use their running statistics.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/decisions/0004-large-batches-in-chunks.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0004LargeBatchesInChunks = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0004LargeBatchesInChunks as default
};
