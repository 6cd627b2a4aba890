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
	p := &Picture{Request: Request{Legend: l, Faces: faces, Layers: []*layers.Layer{layer}, Box: layer.Bound(), Lang: lang, Horizon: "beyond"}}
	p.Title = p.in(layer.Title)
	for _, e := range p.legendEntries() {
		if e.row != nil && e.row.Collection == layer.ID && (row == "" || e.row.Key == row) {
			p.entries = append(p.entries, e)
		}
	}
	p.columns = 1
	p.width = legendPad
	for i := range p.entries {
		e := &p.entries[i]
		w := swatchWidth + 8 + faces.Regular.Width(e.title)*rowSize
		if b := p.badge(e); b != "" {
			w += faces.Regular.Width(b)*badgeSize + 8 + 6
		}
		p.width = max(p.width, w+2*legendPad+8)
	}
	p.height = p.legendHeight() + 2*legendPad
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
