package main

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// node is a vertex on the 6-decimal grid, in millionths of a degree: two rings
// share a border exactly when they share its nodes.
type node [2]int64

func toNode(p orb.Point) node {
	return node{int64(math.Round(p[0] * 1e6)), int64(math.Round(p[1] * 1e6))}
}

func (n node) point() orb.Point { return orb.Point{float64(n[0]) / 1e6, float64(n[1]) / 1e6} }

// snapTolerance is how far a vertex may lie from a neighbour's edge to become a
// vertex of it, in millionths of a degree (about 0.2 m).
const snapTolerance = 2.0

// ringNodes gives a ring without its closing vertex.
func ringNodes(r orb.Ring) []node {
	out := make([]node, 0, len(r))
	for _, p := range r[:len(r)-1] {
		out = append(out, toNode(p))
	}
	return out
}

func nodesRing(nodes []node) orb.Ring {
	r := make(orb.Ring, 0, len(nodes)+1)
	for _, n := range nodes {
		r = append(r, n.point())
	}
	return append(r, r[0])
}

// nodeRings puts every vertex of every ring also into the edges of others that
// pass within the tolerance, and removes the spikes this leaves.
func nodeRings(rings [][]node) [][]node {
	var all []node
	for _, r := range rings {
		all = append(all, r...)
	}
	slices.SortFunc(all, func(a, b node) int {
		if a[0] != b[0] {
			return int(a[0] - b[0])
		}
		return int(a[1] - b[1])
	})
	all = slices.Compact(all)
	same := mergeClose(all)
	all = slices.DeleteFunc(all, func(n node) bool { return same[n] != n })
	out := make([][]node, len(rings))
	for k, r := range rings {
		for i := range r {
			r[i] = same[r[i]]
		}
		r = withoutSpikes(r)
		var noded []node
		for i, a := range r {
			c := r[(i+1)%len(r)]
			noded = append(noded, a)
			noded = append(noded, between(a, c, all)...)
		}
		out[k] = withoutSpikes(noded)
	}
	return out
}

// mergeClose maps every node to itself, or to an earlier one at most a grid
// diagonal away: one corner computed twice may round to two grid points.
func mergeClose(sorted []node) map[node]node {
	same := make(map[node]node, len(sorted))
	for i, n := range sorted {
		same[n] = n
		for j := i - 1; j >= 0 && n[0]-sorted[j][0] <= 1; j-- {
			if d := n[1] - sorted[j][1]; -1 <= d && d <= 1 {
				same[n] = same[sorted[j]]
				break
			}
		}
	}
	return same
}

// between lists the nodes lying on the edge from a to c, in order.
func between(a, c node, sorted []node) []node {
	lo, hi := min(a[0], c[0])-1, max(a[0], c[0])+1
	from, _ := slices.BinarySearchFunc(sorted, lo, func(n node, x int64) int { return int(n[0] - x) })
	dx, dy := float64(c[0]-a[0]), float64(c[1]-a[1])
	length := math.Hypot(dx, dy)
	type hit struct {
		n node
		t float64
	}
	var hits []hit
	for _, n := range sorted[from:] {
		if n[0] > hi {
			break
		}
		px, py := float64(n[0]-a[0]), float64(n[1]-a[1])
		t := (px*dx + py*dy) / length
		if t <= 0 || t >= length || math.Abs(px*dy-py*dx)/length > snapTolerance {
			continue
		}
		if n != a && n != c {
			hits = append(hits, hit{n, t})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if a.t < b.t {
			return -1
		}
		return 1
	})
	out := make([]node, len(hits))
	for i, h := range hits {
		out[i] = h.n
	}
	return out
}

// withoutSpikes removes repeated vertices and there-and-back edges.
func withoutSpikes(r []node) []node {
	for {
		changed := false
		for i := 0; i < len(r) && len(r) > 2; i++ {
			next, after := (i+1)%len(r), (i+2)%len(r)
			if r[i] == r[next] || r[i] == r[after] {
				r = slices.Delete(r, next, next+1)
				changed = true
				break
			}
		}
		if !changed {
			break
		}
	}
	if len(r) < 3 {
		return nil // nothing left but a line
	}
	return r
}

// dissolve joins rings that share edges into one outline: an edge that runs
// both ways lies inside.
func dissolve(rings [][]node) ([]node, error) {
	next := map[node][]node{}
	edges := 0
	for _, r := range rings {
		for i, a := range r {
			c := r[(i+1)%len(r)]
			if k := slices.Index(next[c], a); k >= 0 {
				next[c] = slices.Delete(next[c], k, k+1)
				edges--
				continue
			}
			next[a] = append(next[a], c)
			edges++
		}
	}
	if len(rings) == 0 {
		return nil, errors.New("nothing is left of it")
	}
	var outline []node
	for _, start := range rings[0] {
		if len(next[start]) > 0 {
			for at := start; len(outline) == 0 || at != start; {
				if len(next[at]) != 1 {
					return nil, fmt.Errorf("the outline touches itself at %v", at.point())
				}
				outline = append(outline, at)
				at = next[at][0]
			}
			break
		}
	}
	if len(outline) != edges {
		return nil, fmt.Errorf("in more than one part: %d of %d edges", len(outline), edges)
	}
	return outline, nil
}
