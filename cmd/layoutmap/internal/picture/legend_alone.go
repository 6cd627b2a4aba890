package picture

import (
	"io"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"
)

// NewLegendPicture lays out the legend of one layer, or of one of its rows,
// alone: every row of it at any horizon, with badges. The size fits.
func NewLegendPicture(l *Legend, faces *typeface.Faces, layer *layers.Layer, row, lang string) *Picture {
	p := &Picture{Request: Request{Legend: l, Faces: faces, Layers: []*layers.Layer{layer}, Lang: lang, Horizon: "beyond"}, seen: layer.Bound()}
	p.Title = p.in(layer.Title)
	for _, e := range p.legendEntries() {
		if e.row != nil && e.row.Collection == layer.ID && (row == "" || e.row.Key == row) {
			p.entries = append(p.entries, e)
		}
	}
	p.columns, p.density = 1, 1
	p.columnWidth = p.legendWidth()
	p.width, p.height = p.columnWidth+2*legendPad, p.tallest(1)+2*legendPad
	p.legendBox = rect{legendPad, legendPad, p.width - 2*legendPad, p.height}
	return p
}

// legendPad is the paper around a legend by itself, CSS pixels.
const legendPad = 6

// Empty tells whether a legend has no row.
func (p *Picture) Empty() bool { return len(p.entries) == 0 }

// WriteLegend draws a legend by itself as SVG.
func (p *Picture) WriteLegend(w io.Writer) error {
	s := sheet.NewSVG(p.Size(), p.Faces, p.About())
	var paper sheet.Path
	paper.Rect(0, 0, p.width, p.height, 0)
	s.Fill(&paper, p.Legend.Colours.Paper.Colour)
	p.drawLegend(s)
	return s.Write(w)
}
