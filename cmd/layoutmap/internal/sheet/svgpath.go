package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParsePath reads path data in SVG's words, as far as the drawings of the
// legend use them: M L H V A Z and their lower-case twins, circular arcs only.
func ParsePath(d string) (Path, error) {
	var p Path
	r := pathReader{rest: d}
	var at, start Point
	for {
		c, ok := r.command()
		if !ok {
			break
		}
		if len(p.Points) == 0 && c != 'M' && c != 'm' {
			return Path{}, fmt.Errorf("path %q does not start with M", d)
		}
		from := Point{}
		if c >= 'a' {
			from = at
		}
		switch c {
		case 'M', 'm':
			at = Point{from.X + r.number(), from.Y + r.number()}
			start = at
			p.MoveTo(at.X, at.Y)
			continue
		case 'Z', 'z':
			p.Close()
			at = start
			continue
		case 'L', 'l':
			at = Point{from.X + r.number(), from.Y + r.number()}
		case 'H', 'h':
			at.X = from.X + r.number()
		case 'V', 'v':
			at.Y = from.Y + r.number()
		case 'A', 'a':
			rx, ry, _, large, sweep := r.number(), r.number(), r.number(), r.number() != 0, r.number() != 0
			to := Point{from.X + r.number(), from.Y + r.number()}
			if rx != ry {
				return Path{}, fmt.Errorf("path %q: only arcs of circles are understood", d)
			}
			p.arc(at, to, rx, large, sweep)
			at = to
			continue
		default:
			return Path{}, fmt.Errorf("path %q: command %c is not understood", d, c)
		}
		p.LineTo(at.X, at.Y)
	}
	if r.err != nil || strings.TrimSpace(r.rest) != "" {
		return Path{}, fmt.Errorf("path %q: cannot read at %q", d, r.rest)
	}
	return p, nil
}

type pathReader struct {
	rest string
	last byte
	err  error
}

// command is the next command, the one before again where only numbers follow.
func (r *pathReader) command() (byte, bool) {
	r.rest = strings.TrimLeft(r.rest, " ,")
	if r.rest == "" || r.err != nil {
		return 0, false
	}
	if c := r.rest[0]; c >= 'A' && c <= 'z' {
		r.rest, r.last = r.rest[1:], c
		return c, true
	}
	switch r.last {
	case 0, 'Z', 'z':
		return 0, false
	case 'M':
		return 'L', true
	case 'm':
		return 'l', true
	}
	return r.last, true
}

func (r *pathReader) number() float64 {
	r.rest = strings.TrimLeft(r.rest, " ,")
	n := 0
	for n < len(r.rest) && (strings.IndexByte("0123456789.", r.rest[n]) >= 0 || n == 0 && r.rest[n] == '-') {
		n++
	}
	v, err := strconv.ParseFloat(r.rest[:n], 64)
	if err != nil && r.err == nil {
		r.err = err
	}
	r.rest = r.rest[n:]
	return v
}

// arc goes along a circle (SVG 1.1, F.6.5), a quarter at a time.
func (p *Path) arc(from, to Point, r float64, large, sweep bool) {
	dx, dy := (to.X-from.X)/2, (to.Y-from.Y)/2
	half := math.Hypot(dx, dy)
	if half == 0 {
		return
	}
	r = max(r, half)
	side := math.Sqrt(max(0, r*r-half*half)) / half
	if large == sweep {
		side = -side
	}
	c := Point{from.X + dx - side*dy, from.Y + dy + side*dx}
	a0, a1 := math.Atan2(from.Y-c.Y, from.X-c.X), math.Atan2(to.Y-c.Y, to.X-c.X)
	if sweep && a1 <= a0 {
		a1 += 2 * math.Pi
	} else if !sweep && a1 >= a0 {
		a1 -= 2 * math.Pi
	}
	n := int(math.Ceil(math.Abs(a1-a0)/(math.Pi/2) - 1e-9))
	step := (a1 - a0) / float64(n)
	k := 4.0 / 3 * math.Tan(step/4) * r
	for i := range n {
		s0, c0 := math.Sincos(a0 + float64(i)*step)
		s1, c1 := math.Sincos(a0 + float64(i+1)*step)
		end := Point{c.X + r*c1, c.Y + r*s1}
		if i == n-1 {
			end = to
		}
		p.CubeTo(Point{c.X + r*c0 - k*s0, c.Y + r*s0 + k*c0}, Point{c.X + r*c1 + k*s1, c.Y + r*s1 - k*c1}, end)
	}
}
