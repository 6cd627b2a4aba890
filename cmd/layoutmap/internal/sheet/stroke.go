package sheet

import "math"

// miterLimit is the longest corner, in widths, that is drawn pointed: SVG's default.
const miterLimit = 4

// mostDashes bounds the dashes of a line; one of more is drawn solid, as it
// reaches far beyond any sheet.
const mostDashes = 100_000

// dashed cuts the parts of a line into the pieces that are drawn.
func dashed(lines []polyline, dash []float64) []polyline {
	total := 0.0
	for _, d := range dash {
		total += d
	}
	long := 0.0
	for _, l := range lines {
		for i := 1; i < len(l.points); i++ {
			long += math.Hypot(l.points[i].X-l.points[i-1].X, l.points[i].Y-l.points[i-1].Y)
		}
	}
	if !(total > 0) || !(2*long/total < mostDashes) {
		return lines
	}
	var out []polyline
	for _, l := range lines {
		points := l.points
		if l.closed {
			points = append(append([]Point{}, points...), points[0])
		}
		k, left, on := 0, dash[0], true
		var run []Point
		if len(points) > 0 {
			run = append(run, points[0])
		}
		for i := 1; i < len(points); i++ {
			a, b := points[i-1], points[i]
			length := math.Hypot(b.X-a.X, b.Y-a.Y)
			for at := 0.0; length-at > 0; {
				step := min(left, length-at)
				at += step
				left -= step
				p := lerp(a, b, at/length)
				if on {
					run = append(run, p)
				}
				if left > 0 {
					break
				}
				if on {
					out = append(out, polyline{points: run})
				}
				k = (k + 1) % len(dash)
				on, left, run = !on, dash[k], []Point{p}
				if left <= 0 { // a gap or dash of no length
					left = 1e-6
				}
			}
		}
		if on && len(run) > 1 {
			out = append(out, polyline{points: run})
		}
	}
	return out
}

// outliner collects the area that a stroke covers as convex pieces that all
// wind the same way: overlaps count once under the non-zero rule.
type outliner struct {
	piece func(points ...Point)
	half  float64
	round bool
}

func (o *outliner) line(l polyline) {
	points := distinct(l.points)
	n := len(points)
	if n == 0 {
		return
	}
	if n == 1 {
		if o.round {
			o.disc(points[0])
		}
		return
	}
	segments := n - 1
	if l.closed && n > 2 {
		segments = n
	}
	for i := range segments {
		a, b := points[i], points[(i+1)%n]
		nx, ny := o.normal(a, b)
		o.piece(Point{a.X + nx, a.Y + ny}, Point{b.X + nx, b.Y + ny}, Point{b.X - nx, b.Y - ny}, Point{a.X - nx, a.Y - ny})
		switch {
		case i+1 < segments || segments == n:
			o.join(a, b, points[(i+2)%n])
		case o.round:
			o.disc(b)
		}
		if i == 0 && segments < n && o.round {
			o.disc(a)
		}
	}
}

// normal is half the width to the left of ab.
func (o *outliner) normal(a, b Point) (x, y float64) {
	d := math.Hypot(b.X-a.X, b.Y-a.Y)
	return (b.Y - a.Y) / d * o.half, -(b.X - a.X) / d * o.half
}

func (o *outliner) join(a, b, c Point) {
	if o.half < 0.4 { // thinner than a pixel: no corner to see
		return
	}
	if o.round {
		o.disc(b)
		return
	}
	x1, y1 := o.normal(a, b)
	x2, y2 := o.normal(b, c)
	if x1*y2-y1*x2 > 0 { // turns right: the corner is on the left
		o.corner(b, Point{x1, y1}, Point{x2, y2})
	} else {
		o.corner(b, Point{-x1, -y1}, Point{-x2, -y2})
	}
}

// corner fills the outer side of a bend at b between two half widths.
func (o *outliner) corner(b, u, v Point) {
	mx, my := u.X+v.X, u.Y+v.Y
	m2 := mx*mx + my*my
	h2 := o.half * o.half
	p, q := Point{b.X + u.X, b.Y + u.Y}, Point{b.X + v.X, b.Y + v.Y}
	if m2 > 0 && 4*h2/m2 <= miterLimit*miterLimit {
		k := 2 * h2 / m2
		o.oriented(b, p, Point{b.X + mx*k, b.Y + my*k}, q)
		return
	}
	o.oriented(b, p, q)
}

// oriented emits a piece the way round that all others have.
func (o *outliner) oriented(points ...Point) {
	area := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		area += a.X*b.Y - b.X*a.Y
	}
	if area < 0 {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	o.piece(points...)
}

func (o *outliner) disc(at Point) {
	n := max(6, min(32, int(6*math.Sqrt(o.half))+4))
	points := make([]Point, n)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		points[i] = Point{at.X + o.half*cos, at.Y + o.half*sin}
	}
	o.piece(points...)
}

func distinct(points []Point) []Point {
	out := points[:0:0]
	for _, p := range points {
		if n := len(out); n == 0 || out[n-1] != p {
			out = append(out, p)
		}
	}
	return out
}
