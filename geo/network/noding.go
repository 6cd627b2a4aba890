package network

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"layoutmap/geo/index"
)

// drawing is lines on their way to a graph. Nodes are found first: the
// positions of the lines, of those nearer than snap one; then the crossings.
// Then each piece between positions is cut at the nodes on it, and where it is
// longer than an edge may be.
type drawing struct {
	ctx   context.Context
	snap  float64 // metres
	plane plane

	nodes  []orb.Point
	flat   []orb.Point // nodes in the plane
	levels []int       // by node
	ends   []bool      // by node: a line ends there, so that any level joins
	pieces []piece     // between neighbouring positions
}

type piece struct {
	a, b  int32
	level int
}

// vertex is a position of a line.
type vertex struct {
	at    orb.Point
	level int
	end   bool
}

func (d *drawing) read(lines []Line) error {
	var all []vertex
	var starts []int
	var bound orb.Bound
	for i, l := range lines {
		starts = append(starts, len(all))
		for k, p := range l.At {
			if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
				return fmt.Errorf("line %d: position %d at (%v, %v) is no longitude and latitude", i, k, p[0], p[1])
			}
			if k > 0 && p == l.At[k-1] {
				continue
			}
			if len(all) == 0 {
				bound = p.Bound()
			}
			bound = bound.Extend(p)
			all = append(all, vertex{at: p, level: l.Level})
		}
		if first := starts[i]; len(all) > first {
			all[first].end, all[len(all)-1].end = true, true
		}
		if len(all) > MaxVertices {
			return fmt.Errorf("more than %d positions", MaxVertices)
		}
	}
	d.plane = planeAt(bound.Center())
	at, err := d.merge(all)
	if err != nil {
		return err
	}
	for i := range lines {
		to := len(all)
		if i+1 < len(lines) {
			to = starts[i+1]
		}
		for k := starts[i] + 1; k < to; k++ {
			if at[k-1] != at[k] {
				d.pieces = append(d.pieces, piece{at[k-1], at[k], all[k].level})
			}
		}
	}
	return d.ctx.Err()
}

func (d *drawing) add(at orb.Point, level int, end bool) int32 {
	d.nodes = append(d.nodes, at)
	d.flat = append(d.flat, d.plane.on(at))
	d.levels = append(d.levels, level)
	d.ends = append(d.ends, end)
	return int32(len(d.nodes) - 1)
}

// merge gives each vertex its node: that of the first vertex within snap that
// founded one. Ends found before bends, so that bends give way. A bend does not
// join a bend of another level.
func (d *drawing) merge(all []vertex) ([]int32, error) {
	node := make([]int32, len(all))
	flat := make([]orb.Point, len(all))
	boxes := make([]orb.Bound, len(all))
	for i, v := range all {
		node[i] = -1
		flat[i] = d.plane.on(v.at)
		boxes[i] = flat[i].Bound()
	}
	tree := index.Build(boxes)
	for _, ends := range [2]bool{true, false} {
		for i, v := range all {
			if i%look == 0 && d.ctx.Err() != nil {
				return nil, d.ctx.Err()
			}
			if node[i] >= 0 || v.end != ends {
				continue
			}
			id := d.add(v.at, v.level, v.end)
			tree.Search(square(flat[i], d.snap), func(pos int) bool {
				j := tree.Order()[pos]
				if node[j] < 0 && (v.end || all[j].level == v.level) && planar.Distance(flat[i], flat[j]) <= d.snap {
					node[j] = id
				}
				return true
			})
			node[i] = id
		}
	}
	return node, nil
}

// look is how many steps are taken between looks at the context.
const look = 1 << 12

// cut is a node on a piece.
type cut struct {
	piece int32
	at    float64 // 0 at its start, 1 at its end
	node  int32
}

// node cuts the pieces where they meet and gives the parts, each once.
func (d *drawing) node() ([][2]int32, error) {
	boxes := make([]orb.Bound, len(d.pieces))
	for i, p := range d.pieces {
		boxes[i] = orb.MultiPoint{d.flat[p.a], d.flat[p.b]}.Bound()
	}
	tree := index.Build(boxes)
	cuts, err := d.touching(tree)
	if err != nil {
		return nil, err
	}
	if cuts, err = d.crossing(tree, cuts); err != nil {
		return nil, err
	}
	slices.SortFunc(cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.piece, b.piece), cmp.Compare(a.at, b.at), cmp.Compare(a.node, b.node))
	})
	var parts [][2]int32
	part := func(a, b int32) {
		if a != b {
			parts = append(parts, [2]int32{min(a, b), max(a, b)})
		}
	}
	for i, p := range d.pieces {
		from := p.a
		for len(cuts) > 0 && cuts[0].piece == int32(i) {
			part(from, cuts[0].node)
			from = cuts[0].node
			cuts = cuts[1:]
		}
		part(from, p.b)
	}
	slices.SortFunc(parts, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return d.shorten(slices.Compact(parts))
}

// shorten parts pieces longer than an edge may be.
func (d *drawing) shorten(parts [][2]int32) ([][2]int32, error) {
	var short [][2]int32
	for _, p := range parts {
		from, to := d.nodes[p[0]], d.nodes[p[1]]
		n := math.Ceil(length(from, to) / longest)
		if float64(len(short))+n > MaxEdges {
			return nil, fmt.Errorf("more than %d pieces", MaxEdges)
		}
		at := p[0]
		for k := 1.0; k < n; k++ {
			next := d.add(orb.Point{from[0] + k/n*(to[0]-from[0]), from[1] + k/n*(to[1]-from[1])}, 0, false)
			short = append(short, [2]int32{at, next})
			at = next
		}
		short = append(short, [2]int32{at, p[1]})
	}
	return short, nil
}

// touching cuts pieces at the nodes that lie on them, to within snap: those of
// their level, and the ends of lines of any.
func (d *drawing) touching(tree *index.Tree) ([]cut, error) {
	var cuts []cut
	for node, at := range d.flat {
		if node%look == 0 && d.ctx.Err() != nil {
			return nil, d.ctx.Err()
		}
		tree.Search(square(at, d.snap), func(pos int) bool {
			i := int32(tree.Order()[pos])
			p := d.pieces[i]
			if p.a == int32(node) || p.b == int32(node) || p.level != d.levels[node] && !d.ends[node] {
				return true
			}
			if t, far := along(at, d.flat[p.a], d.flat[p.b]); far <= d.snap && t > 0 && t < 1 {
				cuts = append(cuts, cut{i, t, int32(node)})
			}
			return true
		})
		if len(cuts) > MaxEdges {
			return nil, fmt.Errorf("lines meet more than %d times", MaxEdges)
		}
	}
	return cuts, nil
}

// crossing adds a node where two pieces of a level cross away from the nodes
// that cut them already.
func (d *drawing) crossing(tree *index.Tree, cuts []cut) ([]cut, error) {
	taken := make(map[[2]int32]bool, len(cuts)) // piece and node
	for i, p := range d.pieces {
		taken[[2]int32{int32(i), p.a}], taken[[2]int32{int32(i), p.b}] = true, true
	}
	nodesOn := make(map[int32][]int32)
	for _, c := range cuts {
		taken[[2]int32{c.piece, c.node}] = true
		nodesOn[c.piece] = append(nodesOn[c.piece], c.node)
	}
	shared := func(i, j int32) bool { // a node that both pieces pass through
		p := d.pieces[i]
		return taken[[2]int32{j, p.a}] || taken[[2]int32{j, p.b}] ||
			slices.ContainsFunc(nodesOn[i], func(n int32) bool { return taken[[2]int32{j, n}] })
	}
	found := make(map[[2]int64]int32) // crossings by place, to a millimetre
	for i := range d.pieces {
		if i%look == 0 && d.ctx.Err() != nil {
			return nil, d.ctx.Err()
		}
		p := d.pieces[i]
		a, b := d.flat[p.a], d.flat[p.b]
		tree.Search(orb.MultiPoint{a, b}.Bound(), func(pos int) bool {
			j := int32(tree.Order()[pos])
			q := d.pieces[j]
			if j <= int32(i) || q.level != p.level || shared(int32(i), j) {
				return true
			}
			t, u, ok := meet(a, b, d.flat[q.a], d.flat[q.b])
			if !ok {
				return true
			}
			from, to := d.nodes[p.a], d.nodes[p.b]
			at := orb.Point{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])}
			flat := d.plane.on(at)
			key := [2]int64{int64(math.Round(flat[0] * 1000)), int64(math.Round(flat[1] * 1000))}
			node, known := found[key]
			if !known {
				node = d.add(at, p.level, false)
				found[key] = node
			}
			cuts = append(cuts, cut{int32(i), t, node}, cut{j, u, node})
			return true
		})
		if len(cuts) > MaxEdges {
			return nil, fmt.Errorf("lines meet more than %d times", MaxEdges)
		}
	}
	return cuts, nil
}

// along is where on ab, 0 to 1, p is nearest, and how far from it.
func along(p, a, b orb.Point) (t, far float64) {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t = ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / (dx*dx + dy*dy)
	t = max(0, min(1, t))
	return t, math.Hypot(a[0]+t*dx-p[0], a[1]+t*dy-p[1])
}

// meet is where the segments ab and cd cross, as shares of each.
func meet(a, b, c, d orb.Point) (t, u float64, ok bool) {
	rx, ry := b[0]-a[0], b[1]-a[1]
	sx, sy := d[0]-c[0], d[1]-c[1]
	cross := rx*sy - ry*sx
	if cross == 0 {
		return 0, 0, false // parallel: what they share, their nodes cut
	}
	x, y := c[0]-a[0], c[1]-a[1]
	t, u = (x*sy-y*sx)/cross, (x*ry-y*rx)/cross
	return t, u, t >= 0 && t <= 1 && u >= 0 && u <= 1
}

func square(c orb.Point, half float64) orb.Bound {
	return orb.Bound{Min: orb.Point{c[0] - half, c[1] - half}, Max: orb.Point{c[0] + half, c[1] + half}}
}
