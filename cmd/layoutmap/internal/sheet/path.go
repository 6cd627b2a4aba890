package sheet

import "math"

// Point is a place on a sheet: CSS pixels (1/96 inch), x right and y down from
// the upper left corner.
type Point struct{ X, Y float64 }

// Verb is how a path goes on.
type Verb uint8

// The verbs of a path. CubeTo takes three points, Close none.
const (
	MoveTo Verb = iota
	LineTo
	CubeTo
	Close
)

// Path is a line or an area on a sheet. An area is what its rings wind around
// (non-zero rule): holes run against their exterior.
type Path struct {
	Verbs  []Verb
	Points []Point
}

// MoveTo starts a new part.
func (p *Path) MoveTo(x, y float64) {
	p.Verbs, p.Points = append(p.Verbs, MoveTo), append(p.Points, Point{x, y})
}

// LineTo goes straight.
func (p *Path) LineTo(x, y float64) {
	p.Verbs, p.Points = append(p.Verbs, LineTo), append(p.Points, Point{x, y})
}

// CubeTo goes along a cubic Bézier curve.
func (p *Path) CubeTo(a, b, to Point) {
	p.Verbs, p.Points = append(p.Verbs, CubeTo), append(p.Points, a, b, to)
}

// QuadTo goes along a quadratic curve, kept as the cubic that it is.
func (p *Path) QuadTo(c, to Point) {
	from := p.Points[len(p.Points)-1]
	p.CubeTo(lerp(from, c, 2.0/3), lerp(to, c, 2.0/3), to)
}

// Close goes back to the start of the part.
func (p *Path) Close() { p.Verbs = append(p.Verbs, Close) }

// Empty tells whether there is nothing to draw.
func (p *Path) Empty() bool { return len(p.Points) < 2 }

func lerp(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

// kappa places the control points of a quarter circle.
const kappa = 0.5522847498

// Circle appends a full circle.
func (p *Path) Circle(x, y, r float64) {
	k := r * kappa
	p.MoveTo(x-r, y)
	p.CubeTo(Point{x - r, y - k}, Point{x - k, y - r}, Point{x, y - r})
	p.CubeTo(Point{x + k, y - r}, Point{x + r, y - k}, Point{x + r, y})
	p.CubeTo(Point{x + r, y + k}, Point{x + k, y + r}, Point{x, y + r})
	p.CubeTo(Point{x - k, y + r}, Point{x - r, y + k}, Point{x - r, y})
	p.Close()
}

// Rect appends a rectangle with corners of radius r.
func (p *Path) Rect(x, y, w, h, r float64) {
	if r = min(r, w/2, h/2); r <= 0 {
		p.MoveTo(x, y)
		p.LineTo(x+w, y)
		p.LineTo(x+w, y+h)
		p.LineTo(x, y+h)
		p.Close()
		return
	}
	k := r * (1 - kappa)
	p.MoveTo(x+r, y)
	p.LineTo(x+w-r, y)
	p.CubeTo(Point{x + w - k, y}, Point{x + w, y + k}, Point{x + w, y + r})
	p.LineTo(x+w, y+h-r)
	p.CubeTo(Point{x + w, y + h - k}, Point{x + w - k, y + h}, Point{x + w - r, y + h})
	p.LineTo(x+r, y+h)
	p.CubeTo(Point{x + k, y + h}, Point{x, y + h - k}, Point{x, y + h - r})
	p.LineTo(x, y+r)
	p.CubeTo(Point{x, y + k}, Point{x + k, y}, Point{x + r, y})
	p.Close()
}

// Append adds another path, scaled by s, turned by angle (radians, clockwise
// as the y axis points down) and moved to (x, y).
func (p *Path) Append(q *Path, x, y, s, angle float64) {
	sin, cos := math.Sincos(angle)
	p.Verbs = append(p.Verbs, q.Verbs...)
	for _, a := range q.Points {
		p.Points = append(p.Points, Point{x + s*(a.X*cos-a.Y*sin), y + s*(a.X*sin+a.Y*cos)})
	}
}

// Bound is the box around the path's points.
func (p *Path) Bound() (lo, hi Point) {
	lo, hi = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, a := range p.Points {
		lo = Point{min(lo.X, a.X), min(lo.Y, a.Y)}
		hi = Point{max(hi.X, a.X), max(hi.Y, a.Y)}
	}
	return lo, hi
}

// polyline is a part of a path made of straight pieces.
type polyline struct {
	points []Point
	closed bool
}

// flatness is how far, pixels, a straight piece may leave its curve.
const flatness = 0.03

// flatten turns the parts of a path into straight pieces, scaled by s.
func (p *Path) flatten(s float64) []polyline {
	var out []polyline
	var at Point
	i := 0
	for _, v := range p.Verbs {
		switch v {
		case MoveTo:
			at = Point{p.Points[i].X * s, p.Points[i].Y * s}
			out = append(out, polyline{points: []Point{at}})
			i++
		case LineTo:
			at = Point{p.Points[i].X * s, p.Points[i].Y * s}
			last := &out[len(out)-1]
			last.points = append(last.points, at)
			i++
		case CubeTo:
			a, b, c := p.Points[i], p.Points[i+1], p.Points[i+2]
			a, b, c = Point{a.X * s, a.Y * s}, Point{b.X * s, b.Y * s}, Point{c.X * s, c.Y * s}
			last := &out[len(out)-1]
			last.points = appendCube(last.points, at, a, b, c)
			at = c
			i += 3
		case Close:
			last := &out[len(out)-1]
			last.closed = true
			if n := len(last.points); n > 1 && last.points[0] == last.points[n-1] {
				last.points = last.points[:n-1]
			}
			at = last.points[0]
		}
	}
	return out
}

func appendCube(dst []Point, p0, p1, p2, p3 Point) []Point {
	// The second differences bound the distance from the chord (Wang's formula).
	d := max(math.Hypot(p0.X-2*p1.X+p2.X, p0.Y-2*p1.Y+p2.Y), math.Hypot(p1.X-2*p2.X+p3.X, p1.Y-2*p2.Y+p3.Y))
	n := min(64, max(1, int(math.Ceil(math.Sqrt(d*0.75/flatness)))))
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		a, b, c, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		dst = append(dst, Point{a*p0.X + b*p1.X + c*p2.X + e*p3.X, a*p0.Y + b*p1.Y + c*p2.Y + e*p3.Y})
	}
	return dst
}
