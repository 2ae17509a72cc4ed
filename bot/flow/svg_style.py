"""The look of a drawn flow, light and dark by custom properties; a page that embeds drawings serves it as a file."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
.flow-graph {
  --paper: #f6f7f9; --card: #ffffff; --line: #d3d8df; --ink: #1b2330; --muted: #596474;
  --ask: #e6eefc; --say: #f0f2f5; --accent: #1f57d6; --arrow: #8b95a3; --main: #3c4859; --trouble: #a8403a;
  --person: #8a5300; --person-tint: #fcf0db; --end: #17623c; --end-tint: #e3f4ea;
  font: 12px/16px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  .flow-graph {
    --paper: #10141a; --card: #191f28; --line: #333d4a; --ink: #e5e9ef; --muted: #9ba7b6;
    --ask: #1d2e52; --say: #242c38; --accent: #8fb0ff; --arrow: #667282; --main: #c3ccd8; --trouble: #f0958e;
    --person: #f2bd6b; --person-tint: #3a2c14; --end: #83d6a5; --end-tint: #163424;
  }
}
.flow-graph .paper, .flow-graph .label rect { fill: var(--paper); }
.flow-graph .reply .label rect { fill: var(--card); stroke: var(--arrow); stroke-opacity: .6; }
.flow-graph text { fill: var(--ink); }
.flow-graph .title { font-weight: 600; font-size: 13px; }
.flow-graph .small { font-size: 11px; }
.flow-graph .muted { fill: var(--muted); }
.flow-graph .code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, monospace; font-size: 11px; }
.flow-graph .card { fill: var(--card); stroke: var(--line); }
.flow-graph .rule { stroke: var(--line); }
.flow-graph .icon { fill: none; stroke: var(--muted); stroke-width: 1.4; stroke-linecap: round; }
.flow-graph .say .bubble { fill: var(--say); }
.flow-graph .ask .bubble { fill: var(--ask); }
.flow-graph .nudge .bubble { fill: none; stroke: var(--line); stroke-dasharray: 3 3; }
.flow-graph .handoff .bubble { fill: var(--person-tint); }
.flow-graph .handoff text { fill: var(--person); font-weight: 600; }
.flow-graph .handoff .icon, .flow-graph .badge .icon { stroke: var(--person); }
.flow-graph .start > .card, .flow-graph .anytime > .card { fill: none; stroke: var(--arrow); }
.flow-graph .anytime > .card { stroke-dasharray: 5 4; }
.flow-graph .start > .mark { fill: var(--accent); }
.flow-graph .end > .card { fill: var(--end-tint); stroke: var(--end); stroke-opacity: .35; }
.flow-graph .end > .mark { fill: var(--end); }
.flow-graph .end > .title { fill: var(--end); font-size: 12px; }
.flow-graph .way { fill: none; stroke: var(--arrow); stroke-width: 1.5; }
.flow-graph .head { fill: var(--arrow); }
.flow-graph .main .way { stroke: var(--main); stroke-width: 2.25; }
.flow-graph .main .head { fill: var(--main); }
.flow-graph .label text { fill: var(--muted); font-size: 11px; text-anchor: middle; }
.flow-graph .reply .label text { fill: var(--ink); font-weight: 500; }
.flow-graph .legend .bubble { stroke: var(--arrow); stroke-opacity: .7; }
.flow-graph .label.marked text { text-anchor: start; }
.flow-graph .edge.silence .way { stroke-dasharray: 5 4; }
.flow-graph .trouble .way { stroke: var(--trouble); stroke-opacity: .75; }
.flow-graph .trouble .head { fill: var(--trouble); fill-opacity: .85; }
.flow-graph .trouble .label text { fill: var(--trouble); }
.flow-graph .trouble .mark .icon { stroke: var(--trouble); stroke-linejoin: round; }
.flow-graph .sign .card { stroke: var(--arrow); }
.flow-graph .sign .title { font-size: 11px; }
.flow-graph .sign.end .card { fill: var(--end-tint); stroke: var(--end); stroke-opacity: .35; }
.flow-graph .sign.end .mark { fill: var(--end); }
.flow-graph .sign.end .title { fill: var(--end); }
.flow-graph .node.person > .card { stroke: var(--person); stroke-opacity: .6; }
.flow-graph :target > .card { stroke: var(--accent); stroke-width: 2.5; }
.flow-graph .walked > .card, .flow-graph .walked .sign .card, .flow-graph .reply.walked .label rect {
  stroke: var(--accent); stroke-opacity: 1;
}
.flow-graph .edge.walked .way { stroke: var(--accent); stroke-opacity: 1; stroke-width: 3; }
.flow-graph .edge.walked .head { fill: var(--accent); fill-opacity: 1; }
.flow-graph .node.current > .card { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2.5; }
.flow-graph .halo { fill: none; stroke: none; }
.flow-graph .current > .halo { stroke: var(--accent); stroke-width: 6; stroke-opacity: .22; }
.flow-graph .row.current .bubble { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: none; }
"""
