"""Charts: Vega-Lite specifications made from figures, one for screen and paper, in two palettes.

A chart's title is its finding and its subtitle the measure; both are text beside the drawing, so that they can be
read, translated and searched. Stands on `evidence`.
"""
