package coverage

import (
	"context"
	"runtime"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// visitor takes what a descent finds. No point comes twice; points that no site
// covers do not come. The slices are good during the call only.
type visitor interface {
	// whole: points lo to hi-1 are each covered by the sites full and no other.
	whole(lo, hi int, full []int32)
	// leaf: of the points lo to hi-1, at most fan and the first a multiple of
	// it, sites full cover all, and sites[i] those of bits masks[i].
	leaf(lo, hi int, full, sites []int32, masks []uint8)
}

// spot is a place that distances are measured from.
type spot struct {
	space vector
	at    orb.Point
	site  int32
}

// spotsOf lists the spots of sites, in their order. Those that are not finite
// cover nothing.
func spotsOf(sites []Site) []spot {
	spots := make([]spot, 0, len(sites))
	for i := range sites {
		for _, p := range sites[i].from() {
			if p[0]-p[0] == 0 && p[1]-p[1] == 0 {
				spots = append(spots, spot{inSpace(p), p, int32(i)})
			}
		}
	}
	return spots
}

// descent walks down the balls of a surface with the sites that may cover a
// part of what lies below: a site whose circle holds the whole ball is done
// with, one that misses it is dropped. So the work follows the edges of the
// circles, not their areas.
type descent struct {
	ctx     context.Context
	s       *Surface
	spots   []spot
	r       geo.Metres
	in, out float64 // chords, see chordLimits
	to      visitor

	near  []int32 // stack: spots whose circle may cut the ball
	full  []int32 // stack: sites whose circle holds the ball
	nodes int

	block     int // whose limits follow
	in2, out2 float64
	sites     []int32
	masks     []uint8

	cut  int // floor to stop at and leave tasks, -1: none
	task []subtree
}

// subtree is a node that is left for a worker.
type subtree struct {
	node int
	near []int32
	full []int32
}

// look is how many nodes are visited between looks at the context.
const look = 1 << 12

// alone is the number of points below which a descent is too short to share.
const alone = 1 << 15

// descend visits the points within r of sites. With much to do it uses all
// processors, each with a visitor of its own; the visitors' stretches are then
// multiples of 64 points apart.
func descend(ctx context.Context, s *Surface, sites []Site, r geo.Metres, worker func() visitor) error {
	if err := ctx.Err(); err != nil || len(s.points) == 0 {
		return err
	}
	first := descent{ctx: ctx, s: s, spots: spotsOf(sites), r: r, block: -1, cut: -1, to: worker()}
	first.in, first.out = chordLimits(float64(r))
	all := make([]int32, len(first.spots))
	for i := range all {
		all[i] = int32(i)
	}
	root := len(s.balls.floors) - 1
	workers := runtime.GOMAXPROCS(0)
	if workers == 1 || len(s.points) < alone || len(sites) == 1 {
		return first.visit(root, 0, all)
	}
	first.cut = root
	for first.cut > 1 && len(s.balls.floors[first.cut]) < 16*workers {
		first.cut--
	}
	if err := first.visit(root, 0, all); err != nil {
		return err
	}
	own := make([]*descent, workers)
	for w := range own {
		d := first
		d.near, d.full, d.sites, d.masks, d.cut, d.block = nil, nil, nil, nil, -1, -1
		if w > 0 {
			d.to = worker()
		}
		own[w] = &d
	}
	return eachTask(workers, len(first.task), func(w, i int) error {
		d, t := own[w], first.task[i]
		d.full = append(d.full[:0], t.full...)
		return d.visit(first.cut, t.node, t.near)
	})
}

func (d *descent) visit(floor, node int, list []int32) error {
	if d.nodes++; d.nodes%look == 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	t := &d.s.balls
	b := &t.floors[floor][node]
	near, full := len(d.near), len(d.full)
	in2, out2 := squareLimit(d.in-b.radius), squareLimit(d.out+b.radius)
	for _, k := range list {
		spot := &d.spots[k]
		switch chord := squareChord(&spot.space, &b.centre); {
		case chord > out2:
		case len(d.full) > full && d.full[len(d.full)-1] == spot.site: // by another entrance
		case chord <= in2:
			for len(d.near) > near && d.spots[d.near[len(d.near)-1]].site == spot.site {
				d.near = d.near[:len(d.near)-1]
			}
			d.full = append(d.full, spot.site)
		default:
			d.near = append(d.near, k)
		}
	}
	var err error
	lo, hi := t.under(floor, node)
	switch left := d.near[near:]; {
	case len(left) == 0 && len(d.full) == 0:
	case floor == d.cut:
		d.task = append(d.task, subtree{node, append([]int32(nil), left...), append([]int32(nil), d.full...)})
	case len(left) == 0:
		d.to.whole(lo, hi, d.full)
	case floor == 0:
		d.leaf(lo, hi, left)
	default:
		for child := node << fanBits; child < min((node+1)<<fanBits, len(t.floors[floor-1])) && err == nil; child++ {
			err = d.visit(floor-1, child, left)
		}
	}
	d.near, d.full = d.near[:near], d.full[:full]
	return err
}

// leaf measures the points of a leaf one by one.
func (d *descent) leaf(lo, hi int, near []int32) {
	t := &d.s.balls
	if block := lo >> ((blockFloor + 1) * fanBits); block != d.block {
		d.block = block
		d.in2, d.out2 = squareLimit(d.in-t.blur(block)), squareLimit(d.out+t.blur(block))
	}
	centre := &t.floors[blockFloor][d.block].centre
	d.sites, d.masks = d.sites[:0], d.masks[:0]
	for _, k := range near {
		spot := &d.spots[k]
		x, y, z := spot.space[0]-centre[0], spot.space[1]-centre[1], spot.space[2]-centre[2]
		var mask uint8
		for i := range t.offset[lo:hi] {
			o := &t.offset[lo+i]
			dx, dy, dz := x-float64(o[0]), y-float64(o[1]), z-float64(o[2])
			chord := dx*dx + dy*dy + dz*dz
			if chord <= d.in2 || chord <= d.out2 && geo.Geodesic(spot.at, d.s.points[lo+i]) <= d.r {
				mask |= 1 << i
			}
		}
		switch last := len(d.sites) - 1; {
		case mask == 0:
		case last >= 0 && d.sites[last] == spot.site:
			d.masks[last] |= mask
		default:
			d.sites, d.masks = append(d.sites, spot.site), append(d.masks, mask)
		}
	}
	if len(d.full) > 0 || len(d.sites) > 0 {
		d.to.leaf(lo, hi, d.full, d.sites, d.masks)
	}
}

// spans visits the stretches one site covers.
type spans func(lo, hi int)

func (f spans) whole(lo, hi int, _ []int32) { f(lo, hi) }

func (f spans) leaf(lo, hi int, full, _ []int32, masks []uint8) {
	if len(full) > 0 {
		f(lo, hi)
		return
	}
	eachRun(uint64(masks[0]), func(from, to int) { f(lo+from, lo+to) })
}
