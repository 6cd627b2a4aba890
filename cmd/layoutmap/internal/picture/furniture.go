package picture

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// drawFurniture draws all that stands around the map.
func (p *Picture) drawFurniture(s sheet.Sheet, v *view) {
	c := &p.Legend.Colours
	var frame sheet.Path
	frame.Rect(p.frame.x, p.frame.y, p.frame.w, p.frame.h, 0)
	s.Line(&frame, sheet.Stroke{Colour: c.Text.Colour, Width: 1})
	p.drawTitle(s)
	p.drawLegend(s)
	p.drawArrow(s)
	p.drawScale(s, v)
	y := p.footerTop + scaleHeight
	for _, l := range p.footer {
		colour := c.Muted.Colour
		if l.strong {
			colour = c.Text.Colour
		}
		s.Text(sheet.Text{Text: l.text, At: sheet.Point{X: border, Y: y}, Size: footerSize, Bold: l.strong, Colour: colour})
		y += lineHeight
	}
}

func (p *Picture) drawTitle(s sheet.Sheet) {
	c := &p.Legend.Colours
	w := p.words()
	right := w.horizon + " " + w.horizons[p.Horizon]
	size := 22.0
	room := p.width - 2*border - p.Faces.Regular.Width(right)*12 - gap
	if width := p.Faces.Bold.Width(p.title()) * size; width > room {
		size = max(11, size*room/width)
	}
	base := border + 22
	s.Text(sheet.Text{Text: fit(p.title(), room, func(t string) float64 { return p.Faces.Bold.Width(t) * size }),
		At: sheet.Point{X: border, Y: base}, Size: size, Bold: true, Colour: c.Text.Colour})
	s.Text(sheet.Text{Text: right, At: sheet.Point{X: p.width - border - p.Faces.Regular.Width(right)*12, Y: base}, Size: 12, Colour: c.Muted.Colour})
}

// fit shortens a text to a length.
func fit(text string, room float64, width func(string) float64) string {
	runes := []rune(text)
	if width(text) <= room {
		return text
	}
	for len(runes) > 0 && width(string(runes)+"…") > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// arrowBox is the corner of the map that the north arrow takes.
func (p *Picture) arrowBox() [2]sheet.Point {
	x, y := p.frame.x+p.frame.w-42, p.frame.y+8
	return [2]sheet.Point{{X: x, Y: y}, {X: x + 34, Y: y + 50}}
}

func (p *Picture) drawArrow(s sheet.Sheet) {
	c := &p.Legend.Colours
	box := p.arrowBox()
	x, y := (box[0].X+box[1].X)/2, box[0].Y
	var ground, left, right sheet.Path
	ground.Rect(box[0].X, y, box[1].X-box[0].X, box[1].Y-y, 4)
	s.Fill(&ground, c.Paper.Fade(0.8))
	half := func(path *sheet.Path, dx float64) {
		path.MoveTo(x, y+18)
		path.LineTo(x+dx, y+44)
		path.LineTo(x, y+38)
		path.Close()
	}
	half(&left, -8)
	half(&right, 8)
	s.Fill(&left, c.Text.Colour)
	s.Line(&right, sheet.Stroke{Colour: c.Text.Colour, Width: 1})
	north := p.words().north
	s.Text(sheet.Text{Text: north, At: sheet.Point{X: x - p.Faces.Bold.Width(north)*6, Y: y + 14}, Size: 12, Bold: true, Colour: c.Text.Colour})
}

// metresPerPixel is the ground under a pixel at the middle of the map, from
// west to east: Web Mercator stretches the ground with the latitude.
func (v *view) metresPerPixel() float64 {
	b := v.bound(0)
	c := v.centre()
	// A tenth of the frame each way, along the parallel: short enough for the geodesic to lie on it.
	d := (b.Max[0] - b.Min[0]) / 10
	return float64(geo.Distance(orb.Point{c[0] - d/2, c[1]}, orb.Point{c[0] + d/2, c[1]})) / (v.frame.w / 10)
}

// scaleBar is a round length and its size on the sheet.
func scaleBar(metresPerPixel, room float64) (metres, pixels float64) {
	most := metresPerPixel * room
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, k := range []float64{5, 2, 1} {
		if k*power <= most {
			return k * power, k * power / metresPerPixel
		}
	}
	return power, power / metresPerPixel
}

func (p *Picture) drawScale(s sheet.Sheet, v *view) {
	c := &p.Legend.Colours
	w := p.words()
	per := v.metresPerPixel()
	metres, pixels := scaleBar(per, min(220, p.frame.w/3))
	x, y := border, p.footerTop+10
	const parts = 4
	for i := range parts {
		var cell sheet.Path
		cell.Rect(x+pixels*float64(i)/parts, y, pixels/parts, 5, 0)
		if i%2 == 0 {
			s.Fill(&cell, c.Text.Colour)
		}
	}
	var outline sheet.Path
	outline.Rect(x, y, pixels, 5, 0)
	s.Line(&outline, sheet.Stroke{Colour: c.Text.Colour, Width: 0.8})
	mark := func(text string, at float64) {
		s.Text(sheet.Text{Text: text, At: sheet.Point{X: max(border, at-p.Faces.Regular.Width(text)*9/2), Y: y + 16}, Size: 9, Colour: c.Text.Colour})
	}
	mark("0", x)
	mark(distance(metres/2), x+pixels/2)
	mark(distance(metres), x+pixels)
	const perInch = 96 / 0.0254 // CSS pixels a metre of paper
	ratio := per * perInch
	digits := math.Pow(10, math.Floor(math.Log10(ratio))-2)
	text := fmt.Sprintf(w.ratio, grouped(math.Round(ratio/digits)*digits)) + "  " + fmt.Sprintf(w.projection, v.centre()[1])
	left := x + pixels + 40
	for i, part := range wrap(text, p.width-border-left, func(t string) float64 { return p.Faces.Regular.Width(t) * footerSize }) {
		if i < 2 {
			s.Text(sheet.Text{Text: part, At: sheet.Point{X: left, Y: y + 6 + float64(i)*11}, Size: footerSize, Colour: c.Muted.Colour})
		}
	}
}

// grouped writes a whole number with thin groups of three.
func grouped(v float64) string {
	text := fmt.Sprintf("%.0f", v)
	var out []byte
	for i := range len(text) {
		if i > 0 && (len(text)-i)%3 == 0 {
			out = append(out, ' ')
		}
		out = append(out, text[i])
	}
	return string(out)
}

// line is a line of the footer.
type line struct {
	text   string
	strong bool
}

// mostFooter bounds the lines of the footer, long lists of sources being cut.
const mostFooter = 9

// footerLines are the warning, the sources, the licences and the date.
func (p *Picture) footerLines(room float64) []line {
	w := p.words()
	width := func(t string) float64 { return p.Faces.Regular.Width(t) * footerSize }
	var out []line
	if slices.ContainsFunc(p.entries, func(e entry) bool { return e.method == "schematic" }) {
		for _, t := range breakLines(w.schematic, room*0.97, room, width) { // bold is a little wider
			out = append(out, line{t, true})
		}
	}
	sources, licences := map[string][]string{}, map[string][]string{}
	date := ""
	for _, l := range p.Layers {
		if len(p.entries) > 0 && !slices.ContainsFunc(p.entries, func(e entry) bool { return e.row != nil && e.row.Collection == l.ID }) && l.ID != "layout-lines" && l.ID != "rail-lines" {
			continue
		}
		title := p.in(l.Title)
		date = max(date, l.Provenance.Retrieved)
		for name, into := range map[string]map[string][]string{"source": sources, "licence": licences} {
			seen := map[string]bool{}
			l.Search(p.seen, func(pos int) bool {
				if v := l.Feature(int(l.Shapes().Shapes[pos].Row)).Text(name); v != "" && !seen[v] {
					seen[v] = true
					into[v] = append(into[v], title)
				}
				return true
			})
		}
	}
	for _, part := range []struct {
		word string
		of   map[string][]string
	}{{w.licences, licences}, {w.sources, sources}} {
		var texts []string
		for _, name := range sortedKeys(part.of) {
			texts = append(texts, name+" ["+strings.Join(part.of[name], ", ")+"]")
		}
		if len(texts) == 0 {
			continue
		}
		lines := breakLines(part.word+": "+strings.Join(texts, w.separator)+w.stop, room, room, width)
		// Licences stand whole: naming the source is what some of them ask for.
		if n := max(1, mostFooter-len(out)); part.word == w.sources && len(lines) > n {
			lines = append(lines[:n-1], fit(lines[n-1]+" "+lines[n], room, width))
		}
		for _, t := range lines {
			out = append(out, line{text: t})
		}
	}
	last := w.approximation
	if date != "" {
		last += " " + fmt.Sprintf(w.date, date) + w.stop
	}
	return append(out, line{text: fit(last+" "+p.Note, room, width)})
}

// sortedKeys puts the longest lists first, then by name.
func sortedKeys(m map[string][]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(m[b]), len(m[a])), cmp.Compare(a, b))
	})
	return keys
}
