/** The styles of a run's report, in addition to those of every report. */

export const RUN_STYLE: string = `
main, header, footer { max-width: 76rem; }
footer { margin-top: 2.5rem; }
.narrow { display: none; }
.stats { grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); gap: .75rem; margin: 1.25rem 0; }
.stats div {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 8px;
  padding: .6rem .8rem;
  min-width: 0;
}
.stats dd { font-size: 1.45rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
.stats dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--faint); line-height: 1.35; }
.whole { margin: 1rem 0; }
.whole .chart, .cards .chart { max-width: none; }
.cards { grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); }
.cards figure { max-width: 38rem; }
.matrix { margin-top: 0; }
.columns h3 { margin-top: 0; }
.examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.examples figure { padding: .5rem; }
.examples img { display: block; width: 100%; height: 6rem; object-fit: contain; image-rendering: pixelated; }
.examples figcaption { font-weight: 400; font-size: .8rem; margin: .4rem 0 0; color: var(--faint); }
.examples figcaption b { color: var(--ink); overflow-wrap: anywhere; }
.units {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(3.9rem, 1fr));
  gap: .4rem;
  max-width: 56rem;
  margin: 1rem 0;
}
.units img {
  display: block;
  width: 100%;
  height: auto;
  image-rendering: pixelated;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 4px;
}
.sample { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 56rem; }
.best { font-weight: 700; color: var(--good); }
.columns {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
  gap: 1rem 2.5rem;
  align-items: start;
}
.columns > * { min-width: 0; }
@media (max-width: 52rem) {
  .wide { display: none; }
  .narrow { display: block; max-width: 36rem; margin: 0 auto; }
}
`;
