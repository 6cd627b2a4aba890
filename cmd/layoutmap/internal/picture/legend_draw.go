package picture

import (
	"fmt"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
)

// Measures of the legend, CSS pixels.
const (
	rowHeight     = 18.0
	headingHeight = 22.0
	swatchWidth   = 26.0
	rowSize       = 11.0
	badgeSize     = 8.5
)

func (e *entry) height() float64 {
	if e.row == nil {
		return headingHeight
	}
	return rowHeight
}

// leastDensity is how far a legend shrinks to fit a picture of a given height:
// its rows are then about 8 pixels high in print.
const leastDensity = 0.68

// legendWidth is what the longest line of the legend needs.
func (p *Picture) legendWidth() float64 {
	most := 160.0
	for i := range p.entries {
		e := &p.entries[i]
		w := p.Faces.Regular.Width(e.title) * rowSize
		if b := p.badge(e); b != "" {
			w += p.Faces.Regular.Width(b)*badgeSize + 8 + 6
		}
		most = max(most, swatchWidth+8+w*p.density+12)
	}
	return most
}

// split cuts the entries into columns of about the same height; no heading ends one.
func (p *Picture) split(columns int) [][]entry {
	total := 0.0
	for i := range p.entries {
		total += p.entries[i].height()
	}
	out := make([][]entry, 1, columns)
	filled := 0.0
	for i, e := range p.entries {
		last := len(out) - 1
		full := filled+e.height() > total/float64(columns)+rowHeight
		if len(out[last]) > 0 && len(out) < columns && (full || e.row == nil && i+1 < len(p.entries) && filled+e.height()+rowHeight > total/float64(columns)+rowHeight) {
			out = append(out, nil)
			last++
			filled = 0
		}
		out[last] = append(out[last], e)
		filled += e.height()
	}
	return out
}

func (p *Picture) tallest(columns int) float64 {
	most := 0.0
	for _, column := range p.split(columns) {
		h := 0.0
		for i := range column {
			h += column[i].height()
		}
		most = max(most, h)
	}
	return most
}

func (p *Picture) drawLegend(s sheet.Sheet) {
	k := p.density
	width := min(p.columnWidth, p.legendBox.w)
	for i, column := range p.split(p.columns) {
		x, y := p.legendBox.x+float64(i)*width, p.legendBox.y
		for j := range column {
			e := &column[j]
			if y+k*e.height() > p.legendBox.y+p.legendBox.h+1 {
				left := fmt.Sprintf(p.words().left, rowsIn(column[j:]))
				s.Text(sheet.Text{Text: left, At: sheet.Point{X: x, Y: y}, Size: badgeSize, Colour: p.Legend.Colours.Muted.Colour})
				break
			}
			p.drawEntry(s, e, x, y, width-8)
			y += k * e.height()
		}
	}
}

func rowsIn(list []entry) int {
	n := 0
	for i := range list {
		if list[i].row != nil {
			n++
		}
	}
	return n
}

func (p *Picture) drawEntry(s sheet.Sheet, e *entry, x, y, width float64) {
	c, k := &p.Legend.Colours, p.density
	if e.row == nil {
		s.Text(sheet.Text{Text: e.heading, At: sheet.Point{X: x, Y: y + 15*k}, Size: 12 * k, Bold: true, Colour: c.Text.Colour})
		return
	}
	mid, rowSize, badgeSize := y+k*rowHeight/2, k*rowSize, k*badgeSize
	p.Legend.swatch(s, e.row.Swatch, x, mid-8)
	room := width - swatchWidth - 8
	if badge := p.badge(e); badge != "" {
		w := p.Faces.Regular.Width(badge)*badgeSize + 8
		var box sheet.Path
		box.Rect(x+width-w, mid-6.5*k, w, 13*k, 3*k)
		st := sheet.Stroke{Colour: c.Muted.Colour, Width: 0.7}
		if e.method == "schematic" || e.method == "unknown" {
			st.Dash = []float64{2.5, 1.5}
		}
		s.Line(&box, st)
		s.Text(sheet.Text{Text: badge, At: sheet.Point{X: x + width - w + 4, Y: mid + typeface.Middle*badgeSize}, Size: badgeSize, Colour: c.Muted.Colour})
		room -= w + 4
	}
	title := fit(e.title, room, func(t string) float64 { return p.Faces.Regular.Width(t) * rowSize })
	s.Text(sheet.Text{Text: title, At: sheet.Point{X: x + swatchWidth + 8, Y: mid + typeface.Middle*rowSize}, Size: rowSize, Colour: c.Text.Colour})
}

// dashes of the samples of lines, pixels.
var dashes = map[string][]float64{"long": {5, 2.5}, "short": {2, 2}, "boundary": {5, 2, 1.5, 2}}

// swatch draws a row's sample in a box of 26 × 16 pixels.
func (l *Legend) swatch(s sheet.Sheet, w Swatch, x, y float64) {
	c := w.Colour.Colour
	var box sheet.Path
	box.Rect(x+1.5, y+2, 23, 12, 2)
	switch w.Form {
	case "icon":
		if d, ok := l.Drawings[w.Icon]; ok {
			d.Paint(s, sheet.Point{X: x + 13, Y: y + 8}, min(1, 16/d.Size), 0, 1)
		}
	case "line":
		var p sheet.Path
		p.MoveTo(x+1, y+8)
		p.LineTo(x+25, y+8)
		st := sheet.Stroke{Colour: c, Width: 3, Dash: dashes[w.Dash]}
		switch {
		case w.Casing != nil:
			s.Line(&p, sheet.Stroke{Colour: w.Casing.Colour, Width: 6})
			st.Width = 4
		case w.Dash == "boundary":
			st.Width = 1.6
		}
		s.Line(&p, st)
	default:
		tint := 0.14
		if w.Fill == "tint" {
			tint = 0.28
		}
		s.Fill(&box, c.Fade(tint))
		if marks, size := sampleMarks(w); marks != nil {
			s.Pattern(&box, sheet.Tile{Size: size, Marks: marks}, 0.8)
		}
		st := sheet.Stroke{Colour: c, Width: 1.5}
		if w.Edge == "dashed" {
			st.Dash = []float64{3, 2}
		}
		if w.Edge != "none" {
			s.Line(&box, st)
		}
	}
}

// sampleMarks is the pattern of an area's sample, finer than on the map.
func sampleMarks(w Swatch) ([]sheet.Mark, float64) {
	c := w.Colour.Colour
	var p sheet.Path
	switch w.Fill {
	case "hatch", "backhatch":
		const size = 6.0
		from, to := size+1, -1.0
		if w.Fill == "backhatch" {
			from, to = to, from
		}
		for _, shift := range []float64{-size, 0, size} {
			p.MoveTo(shift-1, from)
			p.LineTo(shift+size+1, to)
		}
		return []sheet.Mark{{Path: p, Stroke: &sheet.Stroke{Colour: c, Width: 1.2}}}, size
	case "horizontal":
		p.MoveTo(0, 2)
		p.LineTo(4, 2)
		return []sheet.Mark{{Path: p, Stroke: &sheet.Stroke{Colour: c, Width: 1.2}}}, 4
	case "dots":
		p.Circle(3, 3, 1)
		return []sheet.Mark{{Path: p, Fill: &c}}, 6
	}
	return nil, 0
}
