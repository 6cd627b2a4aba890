package geo

import (
	"math"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// labelReach is the part of a line's length, to either side of its label, whose
// chord the label follows: a name is longer than a bend.
const labelReach = 0.05

// LabelOnLine is where a name sits on a line, and how far it is turned: degrees
// clockwise from east on a north-up Web Mercator map, above −90 and at most 90,
// so that the name is not upside down. It is the middle of the line by length;
// of a position that is stated it is the place of the line closest to it. Lengths
// are those of a plane scaled at the middle latitude. A line without length is
// labelled at its first position, level.
func LabelOnLine(line orb.LineString, stated *orb.Point) (at orb.Point, angle float64) {
	if len(line) == 0 {
		return orb.Point{math.NaN(), math.NaN()}, 0
	}
	scale := newPlane(line.Bound().Center())
	xy := make([]orb.Point, len(line))
	along := make([]float64, len(line)) // metres from the start
	for i, p := range line {
		xy[i] = orb.Point{(p[0] - scale.p[0]) * scale.kx, (p[1] - scale.p[1]) * scale.ky}
		if i > 0 {
			along[i] = along[i-1] + math.Hypot(xy[i][0]-xy[i-1][0], xy[i][1]-xy[i-1][1])
		}
	}
	total := along[len(along)-1]
	if !(total > 0) {
		return line[0], 0
	}
	middle := total / 2
	if stated != nil {
		middle = closestAlong(xy, along, orb.Point{((*stated)[0] - scale.p[0]) * scale.kx, ((*stated)[1] - scale.p[1]) * scale.ky})
	}
	place := func(m float64) orb.Point {
		i := 1
		for i < len(along)-1 && along[i] < m {
			i++
		}
		t := 0.0
		if step := along[i] - along[i-1]; step > 0 {
			t = max(0, min(1, (m-along[i-1])/step))
		}
		return orb.Point{line[i-1][0] + t*(line[i][0]-line[i-1][0]), line[i-1][1] + t*(line[i][1]-line[i-1][1])}
	}
	ax, ay := crs.MercatorUnit(place(middle - labelReach*total))
	bx, by := crs.MercatorUnit(place(middle + labelReach*total))
	angle = math.Atan2(by-ay, bx-ax) * 180 / math.Pi // y runs south: clockwise
	if angle > 90 {
		angle -= 180
	} else if angle <= -90 {
		angle += 180
	}
	return place(middle), angle
}

// closestAlong is how far along the line, metres, its place closest to p lies.
func closestAlong(xy []orb.Point, along []float64, p orb.Point) float64 {
	best, at := math.Inf(1), 0.0
	for i := 1; i < len(xy); i++ {
		dx, dy := xy[i][0]-xy[i-1][0], xy[i][1]-xy[i-1][1]
		t := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			t = max(0, min(1, ((p[0]-xy[i-1][0])*dx+(p[1]-xy[i-1][1])*dy)/l))
		}
		if d := math.Hypot(xy[i-1][0]+t*dx-p[0], xy[i-1][1]+t*dy-p[1]); d < best {
			best, at = d, along[i-1]+t*(along[i]-along[i-1])
		}
	}
	return at
}
