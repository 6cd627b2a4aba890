package picture

import (
	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/layers"
)

// feature is one shape of a layer, as style expressions ask for it.
type feature struct {
	layer *layers.Layer
	shape *layers.Shape
	*layers.Feature
}

// Value gives what a vector tile would carry: the item's id under "id", properties under their names.
func (f *feature) Value(name string) any {
	if name == "id" {
		return f.ID
	}
	return f.Feature.Value(name)
}

// GeometryType is what MapLibre says of a tile's feature.
func (f *feature) GeometryType() string {
	single := f.shape.Hi-f.shape.Lo == 1
	exteriors := 0
	for _, p := range f.layer.Shapes().Parts[f.shape.Lo:f.shape.Hi] {
		if !p.Hole {
			exteriors++
		}
	}
	switch f.shape.Kind {
	case layers.PointShape:
		return multi("Point", !single)
	case layers.LineShape:
		return multi("LineString", !single)
	}
	return multi("Polygon", exteriors > 1)
}

func multi(name string, several bool) string {
	if several {
		return "Multi" + name
	}
	return name
}

// lines are the shape's lines and rings on the sheet, cut to a box around it.
func (f *feature) lines(v *view, within rect) [][]sheet.Point {
	s := f.layer.Shapes()
	var out [][]sheet.Point
	for _, part := range s.Parts[f.shape.Lo:f.shape.Hi] {
		out = append(out, clipLine(project(v, s.XY[part.Lo:part.Hi]), within)...)
	}
	return out
}

// area is the shape's polygon on the sheet, cut to a box around it, with holes
// wound against their exterior.
func (f *feature) area(v *view, within rect) *sheet.Path {
	s := f.layer.Shapes()
	out := &sheet.Path{}
	for _, part := range s.Parts[f.shape.Lo:f.shape.Hi] {
		ring := project(v, s.XY[part.Lo:part.Hi])
		if (doubleArea(ring) > 0) == part.Hole {
			for i, j := 0, len(ring)-1; i < j; i, j = i+1, j-1 {
				ring[i], ring[j] = ring[j], ring[i]
			}
		}
		ring = clipRing(ring, within)
		if len(ring) < 3 {
			continue
		}
		out.MoveTo(ring[0].X, ring[0].Y)
		for _, p := range ring[1:] {
			out.LineTo(p.X, p.Y)
		}
		out.Close()
	}
	return out
}

func project(v *view, xy [][2]float64) []sheet.Point {
	out := make([]sheet.Point, len(xy))
	for i, p := range xy {
		out[i] = v.at(p)
	}
	return out
}

func doubleArea(ring []sheet.Point) float64 {
	sum := 0.0
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sum += a.X*b.Y - b.X*a.Y
	}
	return sum
}

// clipLine cuts a line to a box (Liang and Barsky 1984, segment by segment).
func clipLine(line []sheet.Point, r rect) [][]sheet.Point {
	var out [][]sheet.Point
	var run []sheet.Point
	end := func() {
		if len(run) > 1 {
			out = append(out, run)
		}
		run = nil
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		t0, t1 := 0.0, 1.0
		dx, dy := b.X-a.X, b.Y-a.Y
		ok := true
		for _, e := range [4][2]float64{{-dx, a.X - r.x}, {dx, r.x + r.w - a.X}, {-dy, a.Y - r.y}, {dy, r.y + r.h - a.Y}} {
			p, q := e[0], e[1]
			switch {
			case p == 0:
				ok = ok && q >= 0
			case p < 0:
				t0 = max(t0, q/p)
			default:
				t1 = min(t1, q/p)
			}
		}
		if !ok || t0 > t1 {
			end()
			continue
		}
		if t0 > 0 || len(run) == 0 {
			end()
			run = append(run, sheet.Point{X: a.X + t0*dx, Y: a.Y + t0*dy})
		}
		run = append(run, sheet.Point{X: a.X + t1*dx, Y: a.Y + t1*dy})
		if t1 < 1 {
			end()
		}
	}
	end()
	return out
}

// clipRing cuts a ring to a box (Sutherland and Hodgman 1974). What is left of
// it outside runs along the box.
func clipRing(ring []sheet.Point, r rect) []sheet.Point {
	sides := [4]func(sheet.Point) float64{
		func(p sheet.Point) float64 { return p.X - r.x }, func(p sheet.Point) float64 { return r.x + r.w - p.X },
		func(p sheet.Point) float64 { return p.Y - r.y }, func(p sheet.Point) float64 { return r.y + r.h - p.Y },
	}
	for _, inside := range sides {
		var out []sheet.Point
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			da, db := inside(a), inside(b)
			if (da < 0) != (db < 0) {
				t := da / (da - db)
				out = append(out, sheet.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)})
			}
			if db >= 0 {
				out = append(out, b)
			}
		}
		ring = out
	}
	return ring
}
