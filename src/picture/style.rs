//! How an SVG looks, in the light and in the dark.
//!
//! Plain rules without variables, so that programs other than browsers show it, too.

pub(super) const STYLE: &str = "\
text { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; fill: #1f2933 }
.page { fill: #f4f6f8 }
.name { font-size: 18px; font-weight: 600 }
.soft { fill: #52606d }
.title { font-weight: 600; font-size: 12.5px }
.card { fill: #ffffff; stroke: #cbd2d9 }
.rule { stroke: #e4e7eb }
a:hover .card { stroke: #2563eb; stroke-width: 2 }
.interact { fill: #2563eb } .set { fill: #7c3aed } .check { fill: #b45309 }
.integrate { fill: #0f766e } .leave { fill: #be123c } .other { fill: #616e7c }
.port { fill: #ffffff; stroke: #616e7c; stroke-width: 1.5 }
.missing { fill: #be123c }
.edge { fill: none; stroke: #7b8794; stroke-width: 1.5 }
.success { stroke: #323f4b; stroke-width: 2 }
.failure { stroke: #d0899a; stroke-dasharray: 5 4 }
.back { stroke: #b45309 }
.tip { fill: #52606d }
@media (prefers-color-scheme: dark) {
text { fill: #e4e7eb }
.page { fill: #12161b }
.soft { fill: #9aa5b1 }
.card { fill: #1f262e; stroke: #3e4c59 }
.rule { stroke: #323f4b }
.interact { fill: #60a5fa } .set { fill: #a78bfa } .check { fill: #f59e0b }
.integrate { fill: #2dd4bf } .leave { fill: #fb7185 } .other { fill: #9aa5b1 }
.port { fill: #1f262e; stroke: #9aa5b1 }
.missing { fill: #fb7185 }
.edge { stroke: #7b8794 }
.success { stroke: #cbd2d9 }
.failure { stroke: #8f4f60 }
.back { stroke: #d9a441 }
.tip { fill: #9aa5b1 }
}
";

/// What is added where ways out are marked.
pub(super) const MARKS: &str = "\
.taken { stroke: #15803d } .untaken { stroke: #dc2626; stroke-width: 2.5 } .unreachable { stroke: #b8c1cc; stroke-dasharray: 2 4 }
.port.taken { fill: #15803d } .port.untaken { fill: #dc2626 }
@media (prefers-color-scheme: dark) {
.taken { stroke: #4ade80 } .untaken { stroke: #f87171 } .unreachable { stroke: #52606d }
.port.taken { fill: #4ade80 } .port.untaken { fill: #f87171 }
}
";
