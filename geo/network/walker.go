package network

import (
	"cmp"
	"context"
	"math"
	"slices"

	"layoutmap/geo"
)

// Walker measures ways from some places, by Dijkstra's algorithm up to a limit.
// It is for one goroutine; get one from Network.Walker, give it back with Done.
type Walker struct {
	n      *Network
	from   []Place // by edge
	limit  float64
	dist   []float64 // by node, +Inf where not reached
	seen   []int32   // nodes whose dist is set
	heap   []step
	listed []bool  // by edge: is in edges
	edges  []int32 // those any part of which may be reached
}

type step struct {
	dist float64
	node int32
}

// Walker gives one that has not run.
func (n *Network) Walker() *Walker {
	if w, ok := n.walkers.Get().(*Walker); ok {
		return w
	}
	w := &Walker{n: n, dist: make([]float64, len(n.nodes)), listed: make([]bool, len(n.edges))}
	for i := range w.dist {
		w.dist[i] = math.Inf(1)
	}
	return w
}

// Done gives the walker back to its network; it must not be used after.
func (w *Walker) Done() {
	w.clear()
	w.n.walkers.Put(w)
}

func (w *Walker) clear() {
	for _, at := range w.seen {
		w.dist[at] = math.Inf(1)
	}
	for _, e := range w.edges {
		w.listed[e] = false
	}
	w.seen, w.edges, w.heap, w.from = w.seen[:0], w.edges[:0], w.heap[:0], w.from[:0]
}

// Run finds all nodes whose way from the nearest of from is at most limit, legs
// included. What it says of a node depends on no order: the least of sums. The
// error is the context's, looked at now and then; what was found by then counts for nothing.
func (w *Walker) Run(ctx context.Context, from []Place, limit geo.Metres) error {
	w.clear()
	w.limit = float64(limit)
	w.from = append(w.from, from...)
	slices.SortFunc(w.from, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Fore, b.Fore), cmp.Compare(a.Leg, b.Leg))
	})
	for _, p := range w.from {
		e := &w.n.edges[p.Edge]
		if float64(p.Leg) <= w.limit {
			w.list(p.Edge)
		}
		w.reach(e.a, float64(p.Leg)+p.Fore)
		w.reach(e.b, float64(p.Leg)+p.back(e))
	}
	for n := 1; len(w.heap) > 0; n++ {
		if n%look == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s := w.pop()
		if s.dist > w.dist[s.node] {
			continue // found a shorter way since
		}
		for _, way := range w.n.ways[w.n.first[s.node]:w.n.first[s.node+1]] {
			w.list(way.edge)
			w.reach(way.to, s.dist+w.n.edges[way.edge].length)
		}
	}
	return ctx.Err()
}

func (w *Walker) list(e int32) {
	if !w.listed[e] {
		w.listed[e] = true
		w.edges = append(w.edges, e)
	}
}

func (w *Walker) reach(node int32, dist float64) {
	if dist > w.limit || dist >= w.dist[node] {
		return
	}
	if math.IsInf(w.dist[node], 1) {
		w.seen = append(w.seen, node)
	}
	w.dist[node] = dist
	w.push(step{dist, node})
}

// Edges lists the edges that the last run may have reached a part of, each
// once. The slice is good until the next run.
func (w *Walker) Edges() []int32 { return w.edges }

// Distance is the walking distance to a place, its leg included, +Inf where it
// is more than the limit.
func (w *Walker) Distance(to Place) float64 {
	on := w.On(to.Edge)
	return on.Distance(float64(to.Leg), to.Fore)
}

// Reached is one edge of a run, to measure many places on it.
type Reached struct {
	toA, toB, length, limit float64
	from                    []Place // on this edge
}

// On gives what the last run found about an edge.
func (w *Walker) On(e int32) Reached {
	edge := &w.n.edges[e]
	r := Reached{toA: w.dist[edge.a], toB: w.dist[edge.b], length: edge.length, limit: w.limit}
	lo, found := slices.BinarySearchFunc(w.from, e, func(p Place, e int32) int { return cmp.Compare(p.Edge, e) })
	if found {
		hi := lo + 1
		for hi < len(w.from) && w.from[hi].Edge == e {
			hi++
		}
		r.from = w.from[lo:hi]
	}
	return r
}

// Distance is that of a place fore metres from the edge's start, leg metres off.
func (r *Reached) Distance(leg, fore float64) float64 {
	d := min(r.toA+fore, r.toB+max(0, r.length-fore)+roundUp)
	for i := range r.from {
		d = min(d, float64(r.from[i].Leg)+math.Abs(r.from[i].Fore-fore)+roundUp)
	}
	if d += leg; d > r.limit {
		return math.Inf(1)
	}
	return d
}

// push and pop keep a binary heap, the least distance on top.
func (w *Walker) push(s step) {
	h := append(w.heap, s)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if h[up].dist <= s.dist {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = s
	w.heap = h
}

func (w *Walker) pop() step {
	h := w.heap
	top, s := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if down+1 < len(h) && h[down+1].dist < h[down].dist {
			down++
		}
		if h[down].dist >= s.dist {
			break
		}
		h[i] = h[down]
		i = down
	}
	if len(h) > 0 {
		h[i] = s
	}
	w.heap = h
	return top
}
