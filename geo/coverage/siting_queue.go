package coverage

import (
	"container/heap"
	"runtime"
	"sync/atomic"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// lazyQueue holds candidates by what they were last known to add, the most
// first, of equals the earlier candidate.
type lazyQueue struct {
	candidate []int32
	gain      []int64 // by candidate
	round     []int   // by candidate: how many were chosen when its gain was measured
}

func newLazyQueue(candidates []int32, alone []int64) *lazyQueue {
	q := &lazyQueue{candidate: append([]int32(nil), candidates...), gain: append([]int64(nil), alone...), round: make([]int, len(alone))}
	heap.Init(q)
	return q
}

func (q *lazyQueue) top() (candidate int32, round int) {
	return q.candidate[0], q.round[q.candidate[0]]
}
func (q *lazyQueue) len() int     { return len(q.candidate) }
func (q *lazyQueue) value() int64 { return q.gain[q.candidate[0]] }
func (q *lazyQueue) drop()        { heap.Pop(q) }

func (q *lazyQueue) update(gain int64, round int) {
	i := q.candidate[0]
	q.gain[i], q.round[i] = gain, round
	heap.Fix(q, 0)
}

// Len, Less, Swap, Push and Pop are for container/heap.
func (q *lazyQueue) Len() int { return len(q.candidate) }

func (q *lazyQueue) Less(a, b int) bool {
	i, j := q.candidate[a], q.candidate[b]
	return q.gain[i] > q.gain[j] || q.gain[i] == q.gain[j] && i < j
}

func (q *lazyQueue) Swap(a, b int) {
	q.candidate[a], q.candidate[b] = q.candidate[b], q.candidate[a]
}

func (q *lazyQueue) Push(x any) { q.candidate = append(q.candidate, x.(int32)) }

func (q *lazyQueue) Pop() any {
	last := q.candidate[len(q.candidate)-1]
	q.candidate = q.candidate[:len(q.candidate)-1]
	return last
}

// neighbours finds whether a site lies near a place.
type neighbours struct {
	tree *index.Tree
	at   []orb.Point
}

func newNeighbours(sites []Site) neighbours {
	boxes := make([]orb.Bound, len(sites))
	at := make([]orb.Point, len(sites))
	for i, s := range sites {
		boxes[i], at[i] = s.At.Bound(), s.At
	}
	return neighbours{index.Build(boxes), at}
}

// within tells whether a site lies nearer than r.
func (n neighbours) within(p orb.Point, r geo.Metres) bool {
	found := false
	if r > 0 {
		n.tree.Search(geo.CircleBound(p, r), func(pos int) bool {
			found = geo.Distance(p, n.at[n.tree.Order()[pos]]) < r
			return !found
		})
	}
	return found
}

type counter struct{ n atomic.Int64 }

func (c *counter) add(n int) int64 { return c.n.Add(int64(n)) }

func processors() int { return runtime.GOMAXPROCS(0) }
