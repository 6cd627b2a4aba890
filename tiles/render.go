package tiles

import (
	"context"
	"fmt"
	"math"
	"slices"

	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Stats tells what a render did besides its bytes.
type Stats struct {
	Features int // written
	Dropped  int // shapes left out of the tile: smaller than the grid, or thinned
	Thinned  int // of them those left out because the tile has a byte budget
	Repaired int // polygons that went through repair after snapping and clipping
}

// scratch is the memory of one render; it is pooled.
type scratch struct {
	encoder
	simplicity
	mender
	verts, spare []vertex
	points       []Point // of the shape at hand
	rings        []span
	mended       []Point
	mendedRings  []span
	raw          []byte
	limit        uint32         // shapes of this rank and above are left out
	chosen       []*layers.Rows // what a filter left of the layers of the tile; nil: all
}

// pass is one layer on its way into one tile.
type pass struct {
	*scratch
	table *table
	rows  *layers.Rows // what a filter left; nil: all
	projected
	level  int      // as WebMercatorQuad counts zoom levels
	scale  float64  // grid units along the whole unit square
	ox, oy float64  // the tile's corner in those
	reach  block    // around the widest window
	ranks  []uint32 // nil: every shape is wanted
	stats  Stats
}

// minLabelled is how large, in grid units, a thing must be to have its label in
// the tile: 8 pixels of 512. No name is shorter.
const minLabelled = 64

// checkEvery is how many shapes are rendered between looks at the context.
const checkEvery = 1024

// layer appends one tile layer to dst. bound is around all that may reach into the tile.
func (s *scratch) layer(ctx context.Context, dst []byte, set *MatrixSet, c Coord, bound orb.Bound, l *layers.Layer, rows *layers.Rows, t *table, stats *Stats) ([]byte, error) {
	level := set.level(c.Z)
	p := pass{
		scratch: s, table: t, rows: rows, projected: t.on(set.plane, l), level: level,
		scale: math.Ldexp(Extent, level), ox: float64(c.X) * Extent, oy: float64(c.Y) * Extent,
		stats: *stats,
	}
	p.reach = p.reachOf()
	if s.limit != everyone {
		p.ranks = t.ranksOf(l)
	}
	s.begin(t)
	var err error
	visits := 0
	l.Search(bound, func(pos int) bool {
		if visits++; visits%checkEvery == 0 {
			err = ctx.Err()
		}
		p.shape(pos)
		return err == nil
	})
	*stats = p.stats
	if err != nil {
		return dst, fmt.Errorf("render %v of %s: %w", c, l.ID, err)
	}
	return s.end(dst, t), nil
}

// snap takes a unit-square position to the grid point closest to it, relative
// to the tile; halves round to the south-east. The product and the difference are exact.
func (p *pass) snap(u [2]float64) vertex {
	return vertex{math.Floor(u[0]*p.scale+0.5) - p.ox, math.Floor(u[1]*p.scale+0.5) - p.oy}
}

func (v vertex) point() Point { return Point{int32(v[0]), int32(v[1])} }

// shape writes the shape at a position as a feature, if anything of it is in the tile.
func (p *pass) shape(pos int) {
	sh := &p.shapes.Shapes[pos]
	if p.rows != nil && !p.rows.Has(sh.Row) {
		return
	}
	lo := p.snap(sh.Min)
	hi := lo
	if sh.Min != sh.Max {
		hi = p.snap(sh.Max)
	}
	w := windowOf(pointBuffer)
	switch sh.Kind {
	case layers.LineShape:
		w = windowOf(lineBuffer)
	case layers.PolygonShape:
		w = windowOf(polygonBuffer)
	}
	if hi[0] < w.lo || lo[0] > w.hi || hi[1] < w.lo || lo[1] > w.hi {
		return
	}
	if p.ranks != nil && p.ranks[pos] >= p.limit {
		p.stats.Dropped++
		p.stats.Thinned++
		return
	}
	whole := w.contains(lo) && w.contains(hi)
	p.newGeometry()
	var collapsed bool
	switch sh.Kind {
	case layers.PointShape:
		if collapsed = p.table.sizes != nil && float64(p.table.sizes[pos])*p.scale < minLabelled && w.contains(lo); !collapsed {
			p.pointShape(sh, w, lo)
		}
	case layers.LineShape:
		if collapsed = lo == hi; !collapsed {
			p.lineShape(sh, w, whole)
		}
	case layers.PolygonShape:
		if collapsed = lo[0] == hi[0] || lo[1] == hi[1]; !collapsed {
			collapsed = p.polygonShape(sh, w, whole)
		}
	}
	if len(p.geom) > 0 {
		p.stats.Features++
		p.feature(p.table, pos, byte(sh.Kind))
	} else if collapsed {
		p.stats.Dropped++
	}
}

func (p *pass) pointShape(sh *layers.Shape, w window, lo vertex) {
	if sh.Hi-sh.Lo == 1 { // nearly all; its box is inside the window
		at := lo.point()
		p.geom = appendZigzag(appendZigzag(append(p.geom, 1<<3|moveTo), at.X), at.Y)
		return
	}
	p.points = p.points[:0]
	for _, part := range p.shapes.Parts[sh.Lo:sh.Hi] {
		if v := p.snap(p.shapes.XY[part.Lo]); w.contains(v) {
			p.points = append(p.points, v.point())
		}
	}
	if len(p.points) > 0 {
		p.command(moveTo, p.points)
	}
}

// tolerance is the threshold below which a vertex goes at this zoom level.
func (p *pass) tolerance() float32 {
	if p.level >= fullDetailZoom {
		return 0
	}
	return float32(lineTolerance / p.scale)
}

func (p *pass) lineShape(sh *layers.Shape, w window, whole bool) {
	tolerance := p.tolerance()
	for _, part := range p.shapes.Parts[sh.Lo:sh.Hi] {
		p.points = p.points[:0]
		if whole {
			for u := range p.kept(part, tolerance) {
				p.extend(p.snap(u).point())
			}
			p.endLine()
			continue
		}
		line := p.trace(part, tolerance)
		for i := 1; i < len(line); i++ {
			a, b, ok := w.clipSegment(line[i-1], line[i])
			if ok && a != b {
				if len(p.points) > 0 && p.points[len(p.points)-1] != a.point() {
					p.endLine()
				}
				if len(p.points) == 0 {
					p.points = append(p.points, a.point())
				}
				p.extend(b.point())
			}
			if !ok || b != line[i] {
				p.endLine()
			}
		}
		p.endLine()
	}
}

// extend lets the line at hand go on to q; a vertex on the way straight there goes.
func (p *pass) extend(q Point) {
	n := len(p.points)
	if n > 0 && p.points[n-1] == q {
		return
	}
	if n > 1 {
		a, b := p.points[n-2], p.points[n-1]
		if cross(a, b, q) == 0 && !folded(a, b, q) {
			p.points[n-1] = q
			return
		}
	}
	p.points = append(p.points, q)
}

// endLine writes the line at hand, if it is one.
func (p *pass) endLine() {
	if len(p.points) > 1 {
		p.command(moveTo, p.points[:1])
		p.command(lineTo, p.points[1:])
	}
	p.points = p.points[:0]
}

// polygonShape writes the rings; it tells whether the polygon reaches into the
// window but the grid is too coarse to show it.
func (p *pass) polygonShape(sh *layers.Shape, w window, whole bool) (collapsed bool) {
	p.points, p.rings = p.points[:0], p.rings[:0]
	open := false // the exterior of the holes that follow is there
	touched := whole
	tolerance := p.tolerance()
	for _, part := range p.shapes.Parts[sh.Lo:sh.Hi] {
		if part.Hole && !open {
			continue
		}
		base := len(p.points)
		if whole {
			for u := range p.kept(part, tolerance) {
				p.points = append(p.points, p.snap(u).point())
			}
		} else {
			p.verts, p.spare = w.clipRing(p.trace(part, tolerance), p.spare)
			touched = touched || len(p.verts) > 0
			for _, v := range p.verts {
				p.points = append(p.points, v.point())
			}
		}
		lo, hi := tidyRing(p.points[base:])
		if lo < hi {
			p.rings = append(p.rings, span{base + lo, base + hi, part.Hole})
			p.points = p.points[:base+hi]
		} else {
			p.points = p.points[:base]
		}
		if !part.Hole {
			open = lo < hi
		}
	}
	points, rings := p.points, p.rings
	if len(rings) > 0 && !p.simple(points, rings) {
		p.stats.Repaired++
		p.mended, p.mendedRings = p.repair(points, rings, p.mended[:0], p.mendedRings[:0])
		points, rings = p.mended, p.mendedRings
	}
	for _, s := range rings {
		r := points[s.lo:s.hi]
		if (doubleArea(r) > 0) == s.hole {
			slices.Reverse(r)
		}
		p.command(moveTo, r[:1])
		p.command(lineTo, r[1:])
		p.close()
	}
	return len(rings) == 0 && touched && (whole || p.reaches(sh, w))
}

// reaches tells whether an edge of the shape passes the inside of the window.
func (p *pass) reaches(sh *layers.Shape, w window) bool {
	w = window{w.lo + 1, w.hi - 1}
	for _, part := range p.shapes.Parts[sh.Lo:sh.Hi] {
		ring := p.trace(part, 0)
		for i := 1; i < len(ring); i++ {
			if _, _, ok := w.clipSegment(ring[i-1], ring[i]); ok {
				return true
			}
		}
	}
	return false
}
