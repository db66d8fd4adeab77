import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"0019 A checkpoint is two files in a folder that never changes","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0019-checkpoints.md","filePath":"docs/decisions/0019-checkpoints.md"}');
const _sfc_main = { name: "decisions/0019-checkpoints.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="_0019-a-checkpoint-is-two-files-in-a-folder-that-never-changes" tabindex="-1">0019 A checkpoint is two files in a folder that never changes <a class="header-anchor" href="#_0019-a-checkpoint-is-two-files-in-a-folder-that-never-changes" aria-label="Permalink to &quot;0019 A checkpoint is two files in a folder that never changes&quot;">​</a></h1><p>2026-11-27. <a href="/decisions/0007-models-on-disk.html">0007</a> is about models, this page about checkpoints.</p><h2 id="context" tabindex="-1">Context <a class="header-anchor" href="#context" aria-label="Permalink to &quot;Context&quot;">​</a></h2><p>A run must resume from a checkpoint with the bits of a run that never stopped, after a kill at any moment, on a disk or in a browser. People look at checkpoints, copy them and open them with other tools. Saving must not hold training up.</p><h2 id="decision" tabindex="-1">Decision <a class="header-anchor" href="#decision" aria-label="Permalink to &quot;Decision&quot;">​</a></h2><ul><li><strong>A checkpoint is <code>manifest.json</code> and <code>tensors.safetensors</code>.</strong> The manifest contains the SHA-256 of the tensors and, in its last line, of itself, so no byte can change unnoticed. JSON has no NaN, no infinities and no -0, so they are written as <code>{ &quot;$number&quot;: &quot;NaN&quot; }</code>. One file would be simpler to replace, but Python could not open its tensors. When one file is needed, for a download, the two become a tar archive; of all archives that could hold them, only one is accepted.</li><li><strong>Checkpoints are never replaced.</strong> Each save gets a new name that starts with a count: <code>0012-epoch-3-best</code>. So a single rename creates the whole folder. The newest checkpoint is the one with the highest count, even if a run went back to an earlier epoch. A checkpoint that was the best when it was saved says so in its name; the newest of those is the best. There is no index file to keep in step with the folders, and <code>ls</code> shows everything.</li><li><strong>One store works on several kinds of storage.</strong> <code>stores/store.ts</code> decides, for all of them, which checkpoints are kept, what <code>last</code> and <code>best</code> mean, and what an error says. A storage has four operations: names, read, put, close. <code>put</code> stores a checkpoint durably and then removes old ones: by rename and fsync in a folder, in one transaction in IndexedDB.</li><li><strong>Only one writer may have a store open.</strong> A second writer gets an error at once, because a training that finds out after an epoch has wasted it. The folder&#39;s lock is that of 0007. In a browser it is a Web Lock, which ends with its page.</li><li><strong>A damaged checkpoint is an error, and nothing else is loaded unless you ask for it.</strong> Writes are atomic, so damage means a failing disk or an edit. Going back automatically would hide that and silently lose epochs. The error names the previous checkpoint; <code>{ fallBack: true }</code> goes back and reports what it skipped. A checkpoint in a newer format is never skipped.</li><li><strong>The history is stored in columns.</strong> The names are stored once for all consecutive epochs that have the same names. Keys take most of the time and memory when JSON is read, so a manifest has at most 50,000 keys; 100,000 epochs still fit.</li><li><strong>Web Crypto computes the hashes, in Node.js too.</strong> It works in the background while the training thread only copies the bytes: 0.7 ms for 5.1 MB, where <code>createHash</code> would block it for 3.9 ms (the least of 25 each).</li><li><strong>A save does not fail because an old checkpoint cannot be removed.</strong> The next save tries again. Virus scanners hold files open, and that should not end a training.</li></ul><h2 id="consequences" tabindex="-1">Consequences <a class="header-anchor" href="#consequences" aria-label="Permalink to &quot;Consequences&quot;">​</a></h2><p>A folder of checkpoints needs room for one more than it keeps. nabla will always read the layout of version 1; a test keeps a file of it.</p><p><code>npm run check:nightly</code> runs the experiments of <code>packages/checkpoint/scripts</code>:</p><div class="language-sh vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sh</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">node</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> packages/checkpoint/scripts/kill-saves.mjs</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">node</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> packages/checkpoint/scripts/mutate-checkpoints.mjs</span></span></code></pre></div><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>200 kills, 75 of them inside of a save or a removal, 369 saves: nothing lost</span></span>
<span class="line"><span>100000 mutated checkpoints, seed 1: 1718 read, 98282 refused by a typed error</span></span>
<span class="line"><span>slowest 9 ms (case 95439, header of tensors), peak 45 MB above</span></span>
<span class="line"><span>  1,000,000 numbers: read, 199 ms, 29 MB</span></span>
<span class="line"><span>  1,000,000 numbers and one more: refused, 31 ms, 2 MB</span></span>
<span class="line"><span>  500,000 empty lists: read, 331 ms, 79 MB</span></span>
<span class="line"><span>  50,000 keys: read, 223 ms, 33 MB</span></span>
<span class="line"><span>  50,000 keys and one more: refused, 10 ms, 1 MB</span></span>
<span class="line"><span>  49,000 special numbers: read, 136 ms, 17 MB</span></span>
<span class="line"><span>  495,000 epochs: read, 708 ms, 140 MB</span></span>
<span class="line"><span>  24,000 epochs of other names: read, 319 ms, 41 MB</span></span>
<span class="line"><span>  16,000 steps: read, 158 ms, 12 MB</span></span>
<span class="line"><span>  49,000 callbacks: refused, 574 ms, 86 MB</span></span>
<span class="line"><span>  19 MB of text: read, 220 ms, 37 MB</span></span>
<span class="line"><span>  19 MB of escapes: read, 226 ms, 21 MB</span></span>
<span class="line"><span>  19 MB of wide characters: read, 303 ms, 24 MB</span></span>
<span class="line"><span>  a key of 19 MB: read, 230 ms, 37 MB</span></span>
<span class="line"><span>  lists 60 deep: read, 857 ms, 96 MB</span></span>
<span class="line"><span>  no numbers but a list for the seed: refused, 167 ms, 0 MB</span></span>
<span class="line"><span>  19 MB of spaces: refused, 408 ms, 18 MB</span></span>
<span class="line"><span>  21 MB: refused, 1 ms, 0 MB</span></span>
<span class="line"><span>  49,000 tensors: read, 553 ms, 84 MB</span></span>
<span class="line"><span>  a tensor of 1,900,000 dimensions: read, 266 ms, 55 MB</span></span>
<span class="line"><span>  199,000 entries of metadata: read, 505 ms, 60 MB</span></span>
<span class="line"><span>  lists for tensors: refused, 422 ms, 88 MB</span></span>
<span class="line"><span>  11 MB of header: refused, 23 ms, 11 MB</span></span></code></pre></div><p>On a busy machine, a checkpoint after every epoch of <code>npm start</code> (1.7 MB) took 8.7 ms of the processor, 0.04 % of an epoch; with Adam and batches of 128 (5.1 MB) 18.9 ms, 0.08 %.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/decisions/0019-checkpoints.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0019Checkpoints = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0019Checkpoints as default
};
