package picture

import (
	"context"
	"slices"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"
)

// margin is how far around the frame, pixels, geometry is kept: strokes and
// dashes look the same with and without what lies further out.
const margin = 40

// painter draws one map.
type painter struct {
	ctx    context.Context
	sheet  sheet.Sheet
	view   view
	scope  style.Scope
	legend *Legend
	faces  *typeface.Faces
	find   func(tileLayer string) *layers.Layer
	placed map[*style.Layer][]symbol
	// reserved are boxes that labels keep off.
	reserved [][2]sheet.Point
}

// layers paints a style's layers, bottom to top.
func (p *painter) layers(list []*style.Layer) error {
	p.scope.Zoom = p.view.zoom()
	list = slices.DeleteFunc(slices.Clone(list), func(l *style.Layer) bool { return !l.At(p.scope.Zoom) })
	if err := p.place(list); err != nil {
		return err
	}
	for _, l := range list {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		var draw func(*style.Layer, *feature)
		switch l.Type {
		case "background":
			p.background(l)
			continue
		case "symbol":
			for i := range p.placed[l] {
				p.placed[l][i].paint(p)
			}
			continue
		case "fill":
			draw = p.fill
		case "line":
			draw = p.line
		case "circle":
			draw = p.circle
		default:
			continue
		}
		p.each(l, func(f *feature) { draw(l, f) })
	}
	return p.ctx.Err()
}

// each visits the features of a style layer in and around the frame, with the scope set to each.
func (p *painter) each(l *style.Layer, visit func(*feature)) {
	src := p.find(l.SourceLayer)
	if src == nil {
		return
	}
	all := src.Shapes().Shapes
	n := 0
	src.Search(p.view.bound(margin), func(pos int) bool {
		f := &feature{layer: src, shape: &all[pos], Feature: src.Feature(int(all[pos].Row))}
		p.scope.Feature = f
		if l.Wants(&p.scope) {
			visit(f)
		}
		n++
		return n%256 != 0 || p.ctx.Err() == nil
	})
	p.scope.Feature = nil
}

// colour evaluates a colour and its opacity.
func (p *painter) colour(l *style.Layer, name, opacity string) sheet.Colour {
	c, err := sheet.ParseColour(l.Text(name, &p.scope, "#000000"))
	if err != nil {
		return sheet.Colour{}
	}
	return c.Fade(l.Number(opacity, &p.scope, 1))
}

func (p *painter) background(l *style.Layer) {
	var r sheet.Path
	f := p.view.frame
	r.Rect(f.x, f.y, f.w, f.h, 0)
	p.sheet.Fill(&r, p.colour(l, "background-color", "background-opacity"))
}

func (p *painter) fill(l *style.Layer, f *feature) {
	if f.shape.Kind != layers.PolygonShape {
		return
	}
	area := f.area(&p.view, p.view.frame.grow(margin))
	if !l.Has("fill-pattern") {
		p.sheet.Fill(area, p.colour(l, "fill-color", "fill-opacity"))
		return
	}
	if d, ok := p.legend.Drawings[l.Text("fill-pattern", &p.scope, "")]; ok {
		p.sheet.Pattern(area, d.Tile(), l.Number("fill-opacity", &p.scope, 1))
	}
}

// blurSteps is how many strokes, one on the other, stand for a blurred one.
const blurSteps = 6

func (p *painter) line(l *style.Layer, f *feature) {
	if f.shape.Kind == layers.PointShape {
		return
	}
	var path sheet.Path
	for _, run := range f.lines(&p.view, p.view.frame.grow(margin)) {
		path.MoveTo(run[0].X, run[0].Y)
		last := len(run) - 1
		closed := last > 2 && run[0] == run[last]
		for _, at := range run[1:last] {
			path.LineTo(at.X, at.Y)
		}
		if closed {
			path.Close()
		} else {
			path.LineTo(run[last].X, run[last].Y)
		}
	}
	s := sheet.Stroke{
		Colour: p.colour(l, "line-color", "line-opacity"), Width: l.Number("line-width", &p.scope, 1),
		Round: l.Text("line-join", &p.scope, "") == "round",
	}
	for _, d := range l.Numbers("line-dasharray", &p.scope) {
		s.Dash = append(s.Dash, d*s.Width)
	}
	if s.Dash != nil {
		s.Round = false // round caps would close the gaps
	}
	blur := l.Number("line-blur", &p.scope, 0)
	if blur <= 0 {
		p.sheet.Line(&path, s)
		return
	}
	width, colour := s.Width, s.Colour
	for i := range blurSteps {
		s.Width = width - blur*float64(i)/blurSteps
		s.Colour = colour.Fade(1.0 / blurSteps)
		if s.Width > 0 {
			p.sheet.Line(&path, s)
		}
	}
}

func (p *painter) circle(l *style.Layer, f *feature) {
	if f.shape.Kind != layers.PointShape {
		return
	}
	r, width := l.Number("circle-radius", &p.scope, 5), l.Number("circle-stroke-width", &p.scope, 0)
	for _, at := range f.points(&p.view) {
		var disc, ring sheet.Path
		disc.Circle(at.X, at.Y, r)
		p.sheet.Fill(&disc, p.colour(l, "circle-color", "circle-opacity"))
		if width > 0 {
			ring.Circle(at.X, at.Y, r+width/2)
			p.sheet.Line(&ring, sheet.Stroke{Colour: p.colour(l, "circle-stroke-color", "circle-stroke-opacity"), Width: width})
		}
	}
}

// points are the shape's points on the sheet.
func (f *feature) points(v *view) []sheet.Point {
	s := f.layer.Shapes()
	var out []sheet.Point
	for _, part := range s.Parts[f.shape.Lo:f.shape.Hi] {
		out = append(out, v.at(s.XY[part.Lo]))
	}
	return out
}
