const mods = [await import('../node_modules/.before/index.js'), await import('../dist/index.js')];
const bs = [];
for (const m of mods) bs.push(await m.createBackend());
const r = (n) => Float32Array.from({ length: n }, () => Math.random() - 0.5);
for (const [m, k, n, tA, tB] of [
  [1024, 1024, 1024],
  [512, 784, 532],
  [3, 4, 2],
  [32, 32, 32],
  [86528, 9, 32],
  [15488, 288, 64],
  [9, 86528, 32, true],
  [288, 15488, 64, true],
  [15488, 64, 288, false, true],
  [86528, 32, 9, false, true],
]) {
  const ad = r(m * k),
    bd = r(k * n);
  const ops = bs.map((b) => {
    const a = { storage: b.upload(ad, [m * k], 'float32'), shape: tA ? [k, m] : [m, k], dtype: 'float32' };
    const w = { storage: b.upload(bd, [k * n], 'float32'), shape: tB ? [n, k] : [k, n], dtype: 'float32' };
    return () => b.release(b.matmul(a, w, !!tA, !!tB, [m, n]));
  });
  const reps = Math.max(1, Math.round(2e7 / (m * k * n + 3000)));
  const t = [[], []];
  for (let i = 0; i < 15; i++)
    ops.forEach((f, q) => {
      const s = performance.now();
      for (let j = 0; j < reps; j++) f();
      t[q].push((performance.now() - s) / reps);
    });
  const md = t.map((x) => x.sort((a, b) => a - b)[7]);
  console.log([m, k, n].join('x'), md.map((x) => x.toFixed(5)).join(' -> '), (md[1] / md[0]).toFixed(3));
}
