package network

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// Line is a way people can walk along.
type Line struct {
	At    orb.LineString // CRS84
	Level int            // 0 the ground; lines of different levels do not join where they cross
}

// Options say how lines become a graph. The zero value is good for streets.
type Options struct {
	// Snap is how near positions are one, in metres; 0 means DefaultSnap.
	Snap geo.Metres
}

// DefaultSnap joins ends that were drawn to meet and keeps the two sides of a
// road apart.
const DefaultSnap geo.Metres = 0.5

// Limits of a network, against input whose lines cross everywhere.
const (
	MaxVertices = 20_000_000
	MaxEdges    = 5_000_000
)

// longest is the greatest length of an edge; longer ones are cut. A line
// straight in longitude and latitude bends away from the geodesic: over 500 m
// it is less than 0.1 µm longer.
const longest = 500.0 // metres

// roundUp is added to each length, see the package.
const roundUp = 1e-6 // metres

// Network is a graph for walking. It is immutable and may be used by several
// goroutines, each with a Walker of its own.
type Network struct {
	nodes     []orb.Point
	edges     []edge
	tree      *index.Tree // over edges, which lie in its order
	barriers  *geo.Barriers
	first     []int32 // by node: where its ways start in ways; one more at the end
	ways      []way
	component []int32 // by node: its connected component, the largest 0
	stats     Stats
	walkers   sync.Pool // *Walker, for reuse
}

// edge is a straight piece between two nodes, a before b.
type edge struct {
	a, b   int32
	length float64 // metres
}

// way is an edge as one of its nodes sees it.
type way struct{ edge, to int32 }

// Stats says what a network is made of.
type Stats struct {
	Km           float64 // length of all edges, a stretch drawn twice once
	Nodes, Edges int     // nodes include the bends of lines
	Components   int     // parts that no way joins
	LargestKm    float64 // length of the longest part
	Levels       bool    // whether any line is off the ground
}

// New makes a network of lines. Barriers may be of any geometry type; areas
// stand for their boundary. Lines of fewer than two different positions are
// passed over. It is an error when no line is left, when a coordinate is no
// place on Earth, when a limit is passed or ctx ends.
func New(ctx context.Context, lines []Line, barriers []orb.Geometry, opts Options) (*Network, error) {
	n, err := build(ctx, lines, barriers, opts)
	if err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	return n, nil
}

func build(ctx context.Context, lines []Line, barriers []orb.Geometry, opts Options) (*Network, error) {
	if opts.Snap == 0 {
		opts.Snap = DefaultSnap
	}
	if !(opts.Snap > 0 && opts.Snap <= 100) {
		return nil, fmt.Errorf("snapping tolerance %v m is not between 0 and 100", float64(opts.Snap))
	}
	n := &Network{}
	var err error
	if n.barriers, err = geo.NewBarriers(barriers); err != nil {
		return nil, err
	}
	d := drawing{ctx: ctx, snap: float64(opts.Snap)}
	if err = d.read(lines); err != nil {
		return nil, err
	}
	pieces, err := d.node()
	if err != nil {
		return nil, err
	}
	if len(pieces) == 0 {
		return nil, fmt.Errorf("no line with a length of more than the snapping tolerance, %v m", float64(opts.Snap))
	}
	n.nodes = d.nodes
	n.setEdges(pieces)
	n.connect()
	n.measure(lines)
	return n, nil
}

// setEdges orders pieces along the tree and measures them.
func (n *Network) setEdges(pieces [][2]int32) {
	boxes := make([]orb.Bound, len(pieces))
	for i, p := range pieces {
		boxes[i] = orb.MultiPoint{n.nodes[p[0]], n.nodes[p[1]]}.Bound()
	}
	n.tree = index.Build(boxes)
	n.edges = make([]edge, len(pieces))
	for pos, in := range n.tree.Order() {
		p := pieces[in]
		n.edges[pos] = edge{p[0], p[1], length(n.nodes[p[0]], n.nodes[p[1]])}
	}
	n.first = make([]int32, len(n.nodes)+1)
	for _, e := range n.edges {
		n.first[e.a+1]++
		n.first[e.b+1]++
	}
	for i := range n.nodes {
		n.first[i+1] += n.first[i]
	}
	at := slices.Clone(n.first)
	n.ways = make([]way, 2*len(n.edges))
	for i, e := range n.edges {
		n.ways[at[e.a]] = way{int32(i), e.b}
		at[e.a]++
		n.ways[at[e.b]] = way{int32(i), e.a}
		at[e.b]++
	}
}

// length is the geodesic between positions, rounded up.
func length(a, b orb.Point) float64 { return float64(geo.Distance(a, b)) + roundUp }

// connect finds the connected components and numbers them by length, the
// longest first; of equals the one with the lowest node.
func (n *Network) connect() {
	n.component = make([]int32, len(n.nodes))
	for i := range n.component {
		n.component[i] = -1
	}
	var km []float64
	var stack []int32
	for start := range n.nodes {
		if n.component[start] >= 0 || n.first[start] == n.first[start+1] {
			continue
		}
		id := int32(len(km))
		km = append(km, 0)
		n.component[start] = id
		stack = append(stack[:0], int32(start))
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range n.ways[n.first[at]:n.first[at+1]] {
				km[id] += n.edges[w.edge].length / 2000 // each edge is met from both ends
				if n.component[w.to] < 0 {
					n.component[w.to] = id
					stack = append(stack, w.to)
				}
			}
		}
	}
	order := make([]int32, len(km))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(km[b], km[a]) })
	rank := make([]int32, len(km))
	for r, id := range order {
		rank[id] = int32(r)
	}
	for i, c := range n.component {
		if c >= 0 {
			n.component[i] = rank[c]
		}
	}
	n.stats.Components, n.stats.LargestKm = len(km), km[order[0]]
}

func (n *Network) measure(lines []Line) {
	for _, e := range n.edges {
		n.stats.Km += e.length / 1000
	}
	n.stats.Nodes, n.stats.Edges = len(n.nodes), len(n.edges)
	n.stats.Levels = slices.ContainsFunc(lines, func(l Line) bool { return l.Level != 0 })
}

// Stats says what the network is made of.
func (n *Network) Stats() Stats { return n.stats }

// NumEdges is the number of edges, which are numbered from 0.
func (n *Network) NumEdges() int { return len(n.edges) }

// Edge gives the ends of edge i and its length in metres.
func (n *Network) Edge(i int) (a, b orb.Point, metres float64) {
	e := n.edges[i]
	return n.nodes[e.a], n.nodes[e.b], e.length
}

// Component is the connected component of edge i; 0 is the longest.
func (n *Network) Component(i int) int { return int(n.component[n.edges[i].a]) }

// plane is longitude and latitude scaled to metres at a middle latitude, for
// ordering and tolerances: straight lines stay straight.
type plane struct {
	origin orb.Point
	x, y   float64 // metres a degree
}

func planeAt(origin orb.Point) plane {
	lon, lat := geo.DegreeAt(origin[1])
	return plane{origin, max(1e-3, float64(lon)), float64(lat)} // at a pole, too, lines have a length
}

func (p plane) on(at orb.Point) orb.Point {
	return orb.Point{(at[0] - p.origin[0]) * p.x, (at[1] - p.origin[1]) * p.y}
}
