package coverage

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// nearing walks down the balls of a surface with the spots that may be the
// nearest of some point below. Of two spots whose distances from a ball differ
// by more than its width, only the nearer can be.
type nearing struct {
	ctx     context.Context
	s       *Surface
	all     []spot
	at      []orb.Point  // by spot
	radii   []geo.Metres // ascending
	in, out []float64    // chords for each of radii, see chordLimits
	// gap is how much longer a chord can be than that of another spot that lies
	// farther on the geodesic: at most what chord and geodesic differ by.
	gap   float64
	ring  func(ring, lo, hi int) // takes whole rings
	each  func(pos int, d float64)
	near  []spot
	nodes int
	cut   int
	task  []subtree
}

func (r Within) rings(ctx context.Context, s *Surface, sites []Site, radii []geo.Metres, worker func() func(ring, lo, hi int)) error {
	d := nearing{ctx: ctx, s: s, radii: radii}
	d.all, d.at = spotsOf(sites)
	return d.run(func(own *nearing) { own.ring = worker() })
}

func (r Within) distances(ctx context.Context, s *Surface, sites []Site) ([]float64, error) {
	out := make([]float64, len(s.points))
	for i := range out {
		out[i] = math.Inf(1)
	}
	d := nearing{ctx: ctx, s: s, radii: []geo.Metres{geo.Metres(r)}}
	d.all, d.at = spotsOf(sites)
	return out, d.run(func(own *nearing) { own.each = func(pos int, far float64) { out[pos] = far } })
}

func (d *nearing) run(worker func(*nearing)) error {
	if err := d.ctx.Err(); err != nil || len(d.s.points) == 0 || len(d.all) == 0 {
		return err
	}
	for _, r := range d.radii {
		in, out := chordLimits(float64(r))
		d.in, d.out = append(d.in, in), append(d.out, out)
	}
	last := len(d.radii) - 1
	d.gap = d.out[last] - d.in[last]
	root, workers := len(d.s.balls.floors)-1, runtime.GOMAXPROCS(0)
	if workers == 1 || len(d.s.points) < alone {
		d.cut = -1
		worker(d)
		return d.visit(root, 0, d.all)
	}
	d.cut = root
	for d.cut > 1 && len(d.s.balls.floors[d.cut]) < 16*workers {
		d.cut--
	}
	worker(d)
	if err := d.visit(root, 0, d.all); err != nil {
		return err
	}
	own := make([]*nearing, workers)
	for w := range own {
		o := *d
		o.near, o.cut = nil, -1
		if w > 0 {
			worker(&o)
		}
		own[w] = &o
	}
	return eachTask(workers, len(d.task), func(w, i int) error { return own[w].visit(d.cut, d.task[i].node, d.task[i].near) })
}

func (d *nearing) visit(floor, node int, list []spot) error {
	if d.nodes++; d.nodes%look == 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	t := &d.s.balls
	b := &t.floors[floor][node]
	least := math.Inf(1)
	for i := range list {
		least = min(least, squareChord(&list[i].space, &b.centre))
	}
	least = math.Sqrt(least)
	lower, upper := least-b.radius, least+b.radius
	last := len(d.radii) - 1
	if lower > d.out[last] {
		return nil
	}
	lo, hi := t.under(floor, node)
	if d.ring != nil {
		if k := sort.SearchFloat64s(d.in, upper); k <= last && (k == 0 || lower > d.out[k-1]) {
			d.ring(k, lo, hi)
			return nil
		}
	}
	mark := len(d.near)
	limit := squareLimit(min(upper+b.radius+d.gap, d.out[last]+b.radius))
	for i := range list {
		if squareChord(&list[i].space, &b.centre) <= limit {
			d.near = append(d.near, list[i])
		}
	}
	var err error
	switch left := d.near[mark:]; {
	case floor == d.cut:
		d.task = append(d.task, subtree{node: node, near: slices.Clone(left)})
	case floor == 0:
		d.leaf(lo, hi, left)
	default:
		for child := node << fanBits; child < min((node+1)<<fanBits, len(t.floors[floor-1])) && err == nil; child++ {
			err = d.visit(floor-1, child, left)
		}
	}
	d.near = d.near[:mark]
	return err
}

func (d *nearing) leaf(lo, hi int, near []spot) {
	t := &d.s.balls
	block := lo >> ((blockFloor + 1) * fanBits)
	centre, unit := &t.floors[blockFloor][block].centre, t.unit(block)
	for pos := lo; pos < hi; pos++ {
		o := t.offset[pos]
		p := vector{centre[0] + unit*o.x(), centre[1] + unit*o.y(), centre[2] + unit*o.z()}
		if unit > 0.001 { // metres: too coarse for what distances promise
			p = inSpace(d.s.points[pos])
		}
		least, which := math.Inf(1), int32(-1)
		for i := range near {
			if c := squareChord(&near[i].space, &p); c < least {
				least, which = c, near[i].id
			}
		}
		if which < 0 {
			continue
		}
		chord := math.Sqrt(least)
		k := sort.SearchFloat64s(d.in, chord+unit)
		far := math.NaN()
		if k > 0 && chord <= d.out[k-1]+unit { // at an edge, the geodesic decides
			far = math.Inf(1)
			for i := range near {
				far = min(far, float64(geo.Geodesic(d.at[near[i].id], d.s.points[pos])))
			}
			for k > 0 && far <= float64(d.radii[k-1]) {
				k--
			}
		}
		switch {
		case k == len(d.radii):
		case d.ring != nil:
			d.ring(k, pos, pos+1)
		case far == far:
			d.each(pos, far)
		default:
			d.each(pos, min(arc(chord, d.at[which], d.s.points[pos]), float64(d.radii[k])))
		}
	}
}

// arc is the geodesic over a chord of c metres between a and b, to 1 mm: up to 50 km
// that on a circle of the mean radius of curvature, c³/24R² longer, is as near.
func arc(c float64, a, b orb.Point) float64 {
	if c > 50_000 {
		return float64(geo.Geodesic(a, b))
	}
	const meanCurvature = 6.371e6 // metres
	x := c / meanCurvature
	return c * (1 + x*x/24)
}
