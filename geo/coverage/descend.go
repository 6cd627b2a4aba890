package coverage

import (
	"context"
	"math"
	"math/bits"
	"runtime"
	"slices"

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
	site  int32
	id    int32 // place in the list of spots
}

// spotsOf lists the spots of sites, in their order, and where they lie in
// longitude and latitude. Those that are not finite cover nothing.
func spotsOf(sites []Site) (spots []spot, at []orb.Point) {
	spots, at = make([]spot, 0, len(sites)), make([]orb.Point, 0, len(sites))
	for i := range sites {
		for _, p := range sites[i].from() {
			if p[0]-p[0] == 0 && p[1]-p[1] == 0 {
				spots = append(spots, spot{inSpace(p), int32(i), int32(len(at))})
				at = append(at, p)
			}
		}
	}
	return spots, at
}

// descent walks down the balls of a surface with the sites that may cover a
// part of what lies below: a site whose circle holds the whole ball is done
// with, one that misses it is dropped. So the work follows the edges of the
// circles, not their areas.
type descent struct {
	ctx     context.Context
	s       *Surface
	at      []orb.Point // by spot
	r       geo.Metres
	in, out float64 // chords, see chordLimits
	to      visitor
	// any: it is enough that some site covers a point, whichever.
	any bool

	near  []spot  // stack: those whose circle may cut the ball
	full  []int32 // stack: sites whose circle holds the ball
	nodes int

	block     int // what follows is of this block
	unit      float64
	in2, out2 float64 // limits of the square of a chord in units
	sites     []int32
	masks     []uint8

	cut  int // floor to stop at and leave tasks, -1: none
	task []subtree
}

// subtree is a node that is left for a worker.
type subtree struct {
	node int
	near []spot
	full []int32
}

// look is how many nodes are visited between looks at the context.
const look = 1 << 12

// alone is the number of points below which a descent is too short to share.
const alone = 1 << 15

// descend visits the points within r of sites. With much to do it uses all
// processors, each with a visitor of its own; the visitors' stretches are then
// multiples of 64 points apart.
// With any, each point comes with one of the sites that cover it alone.
func descend(ctx context.Context, s *Surface, sites []Site, r geo.Metres, any bool, worker func() visitor) error {
	if err := ctx.Err(); err != nil || len(s.points) == 0 {
		return err
	}
	all, at := spotsOf(sites)
	first := descent{ctx: ctx, s: s, at: at, r: r, any: any, block: -1, cut: -1, to: worker()}
	first.in, first.out = chordLimits(float64(r))
	root := len(s.balls.floors) - 1
	workers := runtime.GOMAXPROCS(0)
	if workers == 1 || len(s.points) < alone || len(sites) == 1 {
		return first.visit(root, 0, all)
	}
	first.cut = root
	for first.cut > 1 && len(s.balls.floors[first.cut]) < 8*workers {
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

func (d *descent) visit(floor, node int, list []spot) error {
	if d.nodes++; d.nodes%look == 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	t := &d.s.balls
	near, full := len(d.near), len(d.full)
	d.sift(&t.floors[floor][node], list)
	var err error
	lo, hi := t.under(floor, node)
	switch left := d.near[near:]; {
	case len(left) == 0 && len(d.full) == 0:
	case floor == d.cut:
		d.task = append(d.task, subtree{node, slices.Clone(left), slices.Clone(d.full)})
	case len(left) == 0:
		d.to.whole(lo, hi, d.full)
	case floor == 0:
		d.leaf(lo, hi, left)
	case len(left) == 1 && d.cut < 0:
		err = d.edge(floor, node, left)
	default:
		for child := node << fanBits; child < min((node+1)<<fanBits, len(t.floors[floor-1])) && err == nil; child++ {
			err = d.visit(floor-1, child, left)
		}
	}
	d.near, d.full = d.near[:near], d.full[:full]
	return err
}

// sift adds to full the sites of the list whose circle holds a ball, and to near
// the spots of the others whose circle may cut it; with any, one that holds it
// is enough.
func (d *descent) sift(b *ball, list []spot) {
	near, full := len(d.near), len(d.full)
	in, out := d.in-b.radius, d.out+b.radius
	in, out = in*math.Abs(in), out*out // nothing is below a negative square
	const some = 16
	for len(list) > 0 {
		part := list[:min(some, len(list))]
		list = list[len(part):]
		var inside, touched uint // by spot of part
		for i := range part {
			chord := squareChord(&part[i].space, &b.centre)
			inside |= below(chord, in) << (i & (some - 1))
			touched |= below(chord, out) << (i & (some - 1))
		}
		if d.any && inside != 0 {
			d.near = d.near[:near]
			d.full = append(d.full, part[bits.TrailingZeros(inside)].site)
			return
		}
		for ; touched != 0; touched &= touched - 1 {
			i := bits.TrailingZeros(touched)
			spot := &part[i]
			if len(d.full) > full && d.full[len(d.full)-1] == spot.site {
				continue // by another entrance
			}
			if inside>>i&1 == 0 {
				d.near = append(d.near, *spot)
				continue
			}
			for len(d.near) > near && d.near[len(d.near)-1].site == spot.site {
				d.near = d.near[:len(d.near)-1]
			}
			d.full = append(d.full, spot.site)
		}
	}
}

// edge is visit for the children of a node that the circle of one spot alone
// cuts, as most circles do near their edge.
func (d *descent) edge(floor, node int, near []spot) error {
	if d.nodes += fan; d.nodes%look < fan {
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	t, spot, floor := &d.s.balls, &near[0], floor-1
	first := node << fanBits
	children := t.floors[floor][first:min(first+fan, len(t.floors[floor]))]
	var inside, touched uint // by child; a sign is a bit, without a branch
	for i := range children {
		b := &children[i]
		chord, in, out := squareChord(&spot.space, &b.centre), d.in-b.radius, d.out+b.radius
		inside |= below(chord, in*math.Abs(in)) << (i & 7)
		touched |= below(chord, out*out) << (i & 7)
	}
	left := touched
	if len(d.full) > 0 {
		left = 1<<len(children) - 1
	}
	for ; left != 0; left &= left - 1 {
		i := bits.TrailingZeros(left)
		lo, hi := t.under(floor, first+i)
		switch bit := uint(1) << i; {
		case touched&bit == 0:
			d.to.whole(lo, hi, d.full)
		case inside&bit != 0:
			d.full = append(d.full, spot.site)
			d.to.whole(lo, hi, d.full)
			d.full = d.full[:len(d.full)-1]
		case floor == 0:
			d.leaf(lo, hi, near)
		default:
			if err := d.edge(floor, first+i, near); err != nil {
				return err
			}
		}
	}
	return nil
}

// below is 1 where v < limit, else 0.
func below(v, limit float64) uint { return uint(math.Float64bits(v-limit) >> 63) }

// leaf measures the points of a leaf one by one.
func (d *descent) leaf(lo, hi int, near []spot) {
	t := &d.s.balls
	if block := lo >> ((blockFloor + 1) * fanBits); block != d.block {
		d.block = block
		d.unit = t.unit(block)
		d.in2, d.out2 = squareLimit(d.in/d.unit-1), squareLimit(d.out/d.unit+1)
	}
	centre, perUnit := &t.floors[blockFloor][d.block].centre, 1/d.unit
	d.sites, d.masks = d.sites[:0], d.masks[:0]
	points := t.offset[lo:hi]
	everyone := ^uint8(0) >> (fan - len(points))
	for i := range near {
		spot := &near[i]
		x, y, z := (spot.space[0]-centre[0])*perUnit, (spot.space[1]-centre[1])*perUnit, (spot.space[2]-centre[2])*perUnit
		var inside, maybe uint64 // by point; a sign is a bit, without a branch
		for k := range points {
			o := points[k]
			dx, dy, dz := x-o.x(), y-o.y(), z-o.z()
			chord := dx*dx + dy*dy + dz*dz
			inside |= math.Float64bits(chord-d.in2) >> 63 << (k & 7)
			maybe |= math.Float64bits(chord-d.out2) >> 63 << (k & 7)
		}
		mask := uint8(inside)
		for open := maybe &^ inside; open != 0; open &= open - 1 { // at the edge, the geodesic decides
			if k := bits.TrailingZeros64(open); geo.Geodesic(d.at[spot.id], d.s.points[lo+k]) <= d.r {
				mask |= 1 << k
			}
		}
		switch last := len(d.sites) - 1; {
		case mask == 0:
		case last >= 0 && (d.any || d.sites[last] == spot.site):
			d.masks[last] |= mask
		default:
			d.sites, d.masks = append(d.sites, spot.site), append(d.masks, mask)
		}
		if d.any && len(d.masks) > 0 && d.masks[0] == everyone {
			break
		}
	}
	if len(d.full) > 0 || len(d.sites) > 0 {
		d.to.leaf(lo, hi, d.full, d.sites, d.masks)
	}
}

// adding sums the amounts of what any site covers, whichever points those are.
// Stretches that follow on each other are summed as one, and many at a time:
// memory fetches what one needs while it waits for the other.
type adding struct {
	s     *Surface
	study *Members
	parts []int64  // by amount
	open  [][2]int // stretches not yet summed, lo and hi
}

func (a *adding) stretch(lo, hi int) {
	if last := len(a.open) - 1; last >= 0 && a.open[last][1] == lo {
		a.open[last][1] = hi
		return
	}
	if len(a.open) == 64 {
		a.done()
	}
	a.open = append(a.open, [2]int{lo, hi})
}

// done sums what is not yet.
func (a *adding) done() {
	for i := range a.parts {
		for _, o := range a.open {
			parts, _ := a.study.stretch(&a.s.amounts[i], o[0], o[1])
			a.parts[i] += parts
		}
	}
	a.open = a.open[:0]
}

func (a *adding) whole(lo, hi int, _ []int32) { a.stretch(lo, hi) }

func (a *adding) leaf(lo, hi int, full, _ []int32, masks []uint8) {
	if len(full) > 0 {
		a.stretch(lo, hi)
		return
	}
	eachRun(uint64(masks[0]), func(from, to int) { a.stretch(lo+from, lo+to) })
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
