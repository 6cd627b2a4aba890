package picture

import (
	"math"
	"slices"
	"strconv"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"
)

// symbol is an icon, a text or both, with a place that is free.
type symbol struct {
	icon        *Drawing
	at          sheet.Point // of the icon's centre
	size, angle float64
	opacity     float64
	content     [2]sheet.Point // of an icon that stretches around its text
	texts       []sheet.Text
	count       int // of a stack
}

func (s *symbol) paint(p *painter) {
	switch {
	case s.icon == nil:
	case s.icon.Badge:
		s.icon.Stretch(p.sheet, s.content[0], s.content[1], s.opacity)
	default:
		s.icon.Paint(p.sheet, s.at, s.size, s.angle, s.opacity)
	}
	for _, t := range s.texts {
		p.sheet.Text(t)
	}
	if s.count > 0 {
		text, size := strconv.Itoa(s.count), 12*s.size
		p.sheet.Text(sheet.Text{Text: text, Size: size, Colour: p.legend.Colours.Text.Colour, At: sheet.Point{
			X: s.at.X - (1.2*s.size + p.faces.Regular.Width(text)*size/2), // the front sheet is left of the middle
			Y: s.at.Y + 1.5*s.size + typeface.Middle*size,
		}})
	}
}

// crowd is the boxes that are taken.
type crowd struct {
	frame rect
	boxes [][2]sheet.Point
}

// free tells whether boxes are inside the frame and meet none that is taken.
func (c *crowd) free(boxes [][2]sheet.Point, pad float64) bool {
	for _, b := range boxes {
		if !c.frame.holds(b[0], b[1]) {
			return false
		}
		for _, o := range c.boxes {
			if b[0].X-pad < o[1].X && b[1].X+pad > o[0].X && b[0].Y-pad < o[1].Y && b[1].Y+pad > o[0].Y {
				return false
			}
		}
	}
	return true
}

func (c *crowd) take(boxes [][2]sheet.Point) { c.boxes = append(c.boxes, boxes...) }

// maxSymbols bounds what is placed: far more than a map can hold.
const maxSymbols = 20_000

// place finds room for every symbol, the layers on top first, as MapLibre does:
// what is drawn last matters most.
func (p *painter) place(list []*style.Layer) error {
	p.placed = map[*style.Layer][]symbol{}
	taken := &crowd{frame: p.view.frame, boxes: slices.Clone(p.reserved)}
	n := 0
	for _, l := range slices.Backward(list) {
		if l.Type != "symbol" {
			continue
		}
		var features []*feature
		keys := map[*feature]float64{}
		p.each(l, func(f *feature) {
			features = append(features, f)
			keys[f] = l.Number("symbol-sort-key", &p.scope, 0)
		})
		slices.SortStableFunc(features, func(a, b *feature) int {
			switch {
			case keys[a] < keys[b]:
				return -1
			case keys[a] > keys[b]:
				return 1
			}
			return 0
		})
		placer := placer{painter: p, layer: l, crowd: taken, said: map[string][]sheet.Point{}, stacked: map[sheet.Point]int{}}
		for _, f := range features {
			if err := p.ctx.Err(); err != nil {
				return err
			}
			if n++; n > maxSymbols {
				break
			}
			p.scope.Feature = f
			placer.feature(f)
		}
		p.scope.Feature = nil
		p.placed[l] = placer.out
	}
	return nil
}

// placer places the symbols of one style layer.
type placer struct {
	*painter
	layer   *style.Layer
	crowd   *crowd
	said    map[string][]sheet.Point // where along lines a text stands already
	stacked map[sheet.Point]int      // places in out of the stacks
	out     []symbol
}

func (p *placer) feature(f *feature) {
	l, s := p.layer, &p.scope
	switch l.Text("symbol-placement", s, "point") {
	case "line":
		spacing := l.Number("symbol-spacing", s, 250)
		for _, line := range joined(f.lines(&p.view, p.view.frame)) {
			p.along(line, spacing)
		}
	case "line-center":
		var longest []sheet.Point
		for _, line := range joined(f.lines(&p.view, p.view.frame)) {
			if length(line) > length(longest) {
				longest = line
			}
		}
		if longest != nil {
			at, angle := pointAt(longest, length(longest)/2)
			p.point(at, angle)
		}
	default:
		if f.shape.Kind != layers.PointShape {
			return
		}
		for _, at := range f.points(&p.view) {
			p.point(at, 0)
		}
	}
}

// icon prepares the layer's icon for the feature in scope, nil where it has none.
func (p *placer) icon() (*Drawing, float64) {
	if d, ok := p.legend.Drawings[p.layer.Text("icon-image", &p.scope, "")]; ok {
		return &d, p.layer.Number("icon-size", &p.scope, 1)
	}
	return nil, 0
}

// point places a symbol at a point; angle is that of a line through it.
func (p *placer) point(at sheet.Point, angle float64) {
	l, s := p.layer, &p.scope
	out := symbol{}
	var icon [][2]sheet.Point
	name := l.Text("icon-image", s, "")
	if i, again := p.stacked[at]; again && name == stackIcon {
		p.out[i].count++
		return
	}
	if d, size := p.icon(); d != nil && !d.Badge {
		out.icon, out.size, out.at, out.opacity = d, size, at, l.Number("icon-opacity", s, 1)
		if l.Text("symbol-placement", s, "point") != "point" && l.Text("icon-rotation-alignment", s, "map") != "viewport" {
			out.angle = angle
		}
		if o := l.Numbers("icon-offset", s); len(o) == 2 {
			out.at = sheet.Point{X: at.X + o[0]*size, Y: at.Y + o[1]*size}
		}
		half := d.Size / 2 * size
		icon = [][2]sheet.Point{{{X: out.at.X - half, Y: out.at.Y - half}, {X: out.at.X + half, Y: out.at.Y + half}}}
		if !l.Bool("icon-allow-overlap", s) {
			if !p.crowd.free(icon, 2) {
				return
			}
		} else if !p.view.frame.grow(half).holds(icon[0][0], icon[0][1]) {
			return
		}
	}
	b := p.block()
	if b != nil {
		if texts, boxes, ok := p.anchored(b, at); ok {
			out.texts = texts
			p.crowd.take(boxes)
		} else if out.icon == nil {
			return
		}
	}
	if out.icon == nil && b == nil {
		return
	}
	if out.icon != nil && !l.Bool("icon-ignore-placement", s) {
		p.crowd.take(icon)
	}
	if name == stackIcon {
		out.count = 1
		p.stacked[at] = len(p.out)
	}
	p.out = append(p.out, out)
}

// stackIcon stands for all that is placed at one point: with their number on it.
const stackIcon = "stack"

// anchored tries the anchors that the layer names, in turn.
func (p *placer) anchored(b *block, at sheet.Point) ([]sheet.Text, [][2]sheet.Point, bool) {
	pad := p.layer.Number("text-padding", &p.scope, 2)
	for _, a := range p.anchors() {
		lo := sheet.Point{X: at.X + a.dx*b.size - b.width*a.left, Y: at.Y + a.dy*b.size - b.height*a.top}
		boxes := [][2]sheet.Point{{lo, {X: lo.X + b.width, Y: lo.Y + b.height}}}
		if p.layer.Bool("text-allow-overlap", &p.scope) || p.crowd.free(boxes, pad) {
			return b.at(lo, a.left), boxes, true
		}
	}
	return nil, nil, false
}

// anchor is where a text's box stands to its point: the share of the box that
// lies left of and above it, after a shift in em.
type anchor struct{ left, top, dx, dy float64 }

func (p *placer) anchors() []anchor {
	l, s := p.layer, &p.scope
	var out []anchor
	if list, ok := l.Value("text-variable-anchor-offset", s).([]any); ok {
		for i := 0; i+1 < len(list); i += 2 {
			a := namedAnchor(list[i])
			if o := shift(list[i+1]); len(o) == 2 {
				a.dx, a.dy = o[0], o[1]
			}
			out = append(out, a)
		}
		return out
	}
	if list, ok := l.Value("text-variable-anchor", s).([]any); ok {
		r := l.Number("text-radial-offset", s, 0)
		for _, name := range list {
			a := namedAnchor(name)
			a.dx, a.dy = r*(1-2*a.left), r*(1-2*a.top)
			out = append(out, a)
		}
		return out
	}
	a := namedAnchor(l.Value("text-anchor", s))
	if o := l.Numbers("text-offset", s); len(o) == 2 {
		a.dx, a.dy = o[0], o[1]
	}
	return []anchor{a}
}

func shift(v any) []float64 {
	list, _ := v.([]any)
	var out []float64
	for _, e := range list {
		if n, ok := e.(float64); ok {
			out = append(out, n)
		}
	}
	return out
}

func namedAnchor(v any) anchor {
	switch v {
	case "left":
		return anchor{left: 0, top: 0.5}
	case "right":
		return anchor{left: 1, top: 0.5}
	case "top":
		return anchor{left: 0.5, top: 0}
	case "bottom":
		return anchor{left: 0.5, top: 1}
	}
	return anchor{left: 0.5, top: 0.5}
}

// along places symbols at a distance along a line.
func (p *placer) along(line []sheet.Point, spacing float64) {
	l, s := p.layer, &p.scope
	whole := length(line)
	text := l.Text("text-field", s, "")
	d, size := p.icon()
	if text == "" {
		if d == nil {
			return
		}
		step := max(spacing, d.Size*size)
		for at := step / 2; at < whole; at += step {
			p.point(pointAt(line, at))
		}
		return
	}
	n := max(1, int(whole/spacing))
	for i := range n {
		for _, nudge := range []float64{0, -0.12, 0.12, -0.24, 0.24, -0.36, 0.36} {
			at := (float64(i) + 0.5 + nudge) * whole / float64(n)
			mid, _ := pointAt(line, at)
			if slices.ContainsFunc(p.said[text], func(o sheet.Point) bool { return math.Hypot(o.X-mid.X, o.Y-mid.Y) < spacing*0.6 }) {
				continue
			}
			var ok bool
			if l.Text("text-rotation-alignment", s, "map") == "viewport" {
				ok = p.upright(mid, d)
			} else {
				ok = p.curved(line, at, text)
			}
			if ok {
				p.said[text] = append(p.said[text], mid)
				break
			}
		}
	}
}

// upright places a text that does not turn with its line, in its badge if it has one.
func (p *placer) upright(at sheet.Point, d *Drawing) bool {
	b := p.block()
	lo := sheet.Point{X: at.X - b.width/2, Y: at.Y - b.height/2}
	hi := sheet.Point{X: lo.X + b.width, Y: lo.Y + b.height}
	out := symbol{texts: b.at(lo, 0.5)}
	box := [2]sheet.Point{lo, hi}
	if d != nil && d.Badge {
		// The content is as high as the characters, not as the line.
		mid := (lo.Y + hi.Y) / 2
		content := [2]sheet.Point{{X: lo.X, Y: mid - 0.5*b.size}, {X: hi.X, Y: mid + 0.5*b.size}}
		if pad := p.layer.Numbers("icon-text-fit-padding", &p.scope); len(pad) == 4 {
			content[0] = sheet.Point{X: content[0].X - pad[3], Y: content[0].Y - pad[0]}
			content[1] = sheet.Point{X: content[1].X + pad[1], Y: content[1].Y + pad[2]}
		}
		out.icon, out.content, out.opacity = d, content, p.layer.Number("icon-opacity", &p.scope, 1)
		box = [2]sheet.Point{{X: content[0].X - 3, Y: content[0].Y - 2}, {X: content[1].X + 3, Y: content[1].Y + 2}}
	}
	if !p.crowd.free([][2]sheet.Point{box}, 2) {
		return false
	}
	p.crowd.take([][2]sheet.Point{box})
	p.out = append(p.out, out)
	return true
}

// curved places a text along a line, its middle at a distance from the start.
func (p *placer) curved(line []sheet.Point, middle float64, text string) bool {
	l, s := p.layer, &p.scope
	t := p.textStyle()
	face := p.face(t.Bold)
	spacing := l.Number("text-letter-spacing", s, 0) * t.Size
	width := 0.0
	for _, r := range text {
		width += face.Glyph(r).Advance*t.Size + spacing
	}
	width -= spacing
	if middle < width/2 || middle > length(line)-width/2 {
		return false
	}
	from, _ := pointAt(line, middle-width/2)
	to, _ := pointAt(line, middle+width/2)
	if flipped := to.X < from.X; flipped {
		line = slices.Clone(line)
		slices.Reverse(line)
		middle = length(line) - middle
	}
	limit := l.Number("text-max-angle", s, 45) * math.Pi / 180
	at, before := middle-width/2, math.NaN()
	var boxes [][2]sheet.Point
	for _, r := range text {
		adv := face.Glyph(r).Advance * t.Size
		// The chord under the glyph gives a steadier angle than the segment at its middle.
		a, _ := pointAt(line, at)
		b, _ := pointAt(line, at+adv)
		c, _ := pointAt(line, at+adv/2)
		angle := math.Atan2(b.Y-a.Y, b.X-a.X)
		if d := math.Abs(math.Remainder(angle-before, 2*math.Pi)); d > limit {
			return false
		}
		before = angle
		sin, cos := math.Sincos(angle)
		drop := typeface.Middle * t.Size
		t.Glyphs = append(t.Glyphs, sheet.Placed{Angle: angle,
			At: sheet.Point{X: c.X - cos*adv/2 - sin*drop, Y: c.Y - sin*adv/2 + cos*drop}})
		half := t.Size / 2
		boxes = append(boxes, [2]sheet.Point{{X: c.X - half, Y: c.Y - half}, {X: c.X + half, Y: c.Y + half}})
		at += adv + spacing
	}
	if !p.crowd.free(boxes, l.Number("text-padding", s, 2)) {
		return false
	}
	p.crowd.take(boxes)
	t.Text = text
	p.out = append(p.out, symbol{texts: []sheet.Text{t}})
	return true
}
