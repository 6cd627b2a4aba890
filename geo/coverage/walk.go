package coverage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"

	"layoutmap/geo"
	"layoutmap/geo/network"
)

// Footing is a surface's points joined to a network, ready for walks to them.
// It is immutable and may be shared: work it out once for each pair.
type Footing struct {
	s       *Surface
	net     *network.Network
	maxLeg  geo.Metres
	first   []uint32 // by edge: where its points start below; one more at the end
	pos     []uint32 // points joined, by edge
	leg     []float32
	fore    []float32
	far     []uint64 // points whose leg is longer than longLeg
	nowhere []uint64 // points not joined
}

// longLeg is the leg above which a network is too coarse for a point.
const longLeg = 100.0 // metres

// NewFooting joins each point of s to net by a leg of at most maxLeg (see
// [network.Network.Locate]); those too far off, or cut off by barriers, are
// within no walk. It uses all processors.
func NewFooting(ctx context.Context, s *Surface, net *network.Network, maxLeg geo.Metres) (*Footing, error) {
	if err := checkRadius(maxLeg); err != nil {
		return nil, fmt.Errorf("footing of %s: longest leg: %w", s.id, err)
	}
	f := &Footing{
		s: s, net: net, maxLeg: maxLeg, first: make([]uint32, net.NumEdges()+1),
		far: make([]uint64, s.words()), nowhere: make([]uint64, s.words()),
	}
	n := len(s.points)
	edges, legs, fores := make([]int32, n), make([]float32, n), make([]float32, n)
	const some = 1 << 12 // points a task, whole words of the sets
	err := eachTask(runtime.GOMAXPROCS(0), (n+some-1)/some, func(_, task int) error {
		for pos := task * some; pos < min((task+1)*some, n); pos++ {
			place, ok := net.Locate(s.points[pos], maxLeg)
			if !ok {
				edges[pos] = -1
				f.nowhere[pos/64] |= 1 << (pos % 64)
				continue
			}
			if place.Leg > longLeg {
				f.far[pos/64] |= 1 << (pos % 64)
			}
			edges[pos], legs[pos], fores[pos] = place.Edge, upward(float64(place.Leg)), float32(place.Fore)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("footing of %s: %w", s.id, err)
	}
	for _, e := range edges {
		if e >= 0 {
			f.first[e+1]++
		}
	}
	for e := range net.NumEdges() {
		f.first[e+1] += f.first[e]
	}
	joined := f.first[net.NumEdges()]
	f.pos, f.leg, f.fore = make([]uint32, joined), make([]float32, joined), make([]float32, joined)
	at := append([]uint32(nil), f.first...)
	for pos, e := range edges {
		if e < 0 {
			continue
		}
		i := at[e]
		at[e]++
		f.pos[i], f.leg[i], f.fore[i] = uint32(pos), legs[pos], fores[pos]
	}
	return f, nil
}

// upward rounds a leg to float32 and adds 0.1 mm, so that neither this rounding
// nor that of the place on the edge makes a walk too short.
func upward(v float64) float32 { return float32(v*(1+0x1p-22) + 1e-4) }

// FootingStats says how well a network serves the demand of an area.
type FootingStats struct {
	LongLegs float64 // percent of the first amount whose leg exceeds 100 m, those not joined included
	Unjoined float64 // percent of the first amount that is not joined
}

// Stats says how well the network serves the demand of study (nil: all).
// Percentages are 0 where there is no demand.
func (f *Footing) Stats(study *Members) FootingStats {
	all := study.and(nil, f.s)
	first := &f.s.amounts[0]
	if all.parts[0] == 0 {
		return FootingStats{}
	}
	far, nowhere := first.sumBoth(f.far, all.bits), first.sumBoth(f.nowhere, all.bits)
	percent := func(parts int64) float64 { return 100 * first.value(parts) / first.value(all.parts[0]) }
	return FootingStats{LongLegs: percent(far + nowhere), Unjoined: percent(nowhere)}
}

// Network is the one the points are joined to.
func (f *Footing) Network() *network.Network { return f.net }

// Walk covers the points within so many metres of a site on foot: the straight
// leg from the site (the nearest of its entrances) to the network, the shortest
// way along it, and the leg to the point. Legs to points are taken to 0.1 mm.
// What Walk covers, Within covers too.
type Walk struct {
	Radius geo.Metres
	On     *Footing // of the surface asked
}

func (w Walk) String() string {
	return fmt.Sprintf("within %v m on foot along the network, straight legs to it included", float64(w.Radius))
}

// Reach is the radius.
func (w Walk) Reach() geo.Metres { return w.Radius }

func (w Walk) with(radius geo.Metres) Rule { return Walk{radius, w.On} }

func (w Walk) check(s *Surface) error {
	if w.On == nil || w.On.s != s {
		return errors.New("the footing of the walk is of another surface")
	}
	return checkRadius(w.Radius)
}

// places joins a site to the network.
func (w Walk) places(site *Site) []network.Place {
	var list []network.Place
	for _, p := range site.from() {
		if place, ok := w.On.net.Locate(p, min(w.Radius, w.On.maxLeg)); ok {
			list = append(list, place)
		}
	}
	return list
}

// each visits the points on foot from places, with their distance.
func (w Walk) each(ctx context.Context, walker *network.Walker, from []network.Place, visit func(pos int, d float64)) error {
	f := w.On
	if err := walker.Run(ctx, from, w.Radius); err != nil {
		return err
	}
	for _, e := range walker.Edges() {
		lo, hi := f.first[e], f.first[e+1]
		if lo == hi {
			continue
		}
		on := walker.On(e)
		for i := lo; i < hi; i++ {
			if d := on.Distance(float64(f.leg[i]), float64(f.fore[i])); d <= float64(w.Radius) {
				visit(int(f.pos[i]), d)
			}
		}
	}
	return nil
}

func (w Walk) catch(ctx context.Context, _ *Surface, site *Site, visit func(lo, hi int)) error {
	walker := w.On.net.Walker()
	defer walker.Done()
	return w.each(ctx, walker, w.places(site), func(pos int, _ float64) { visit(pos, pos+1) })
}

// maxHits is how many points of sites a survey keeps, 4 bytes each; beyond, it
// walks twice.
const maxHits = 50_000_000

// survey walks from each site, first to see which points one site reaches and
// which several, then to give each site what it reaches alone.
func (w Walk) survey(ctx context.Context, s *Surface, sites []Site, t *tally) error {
	workers := max(1, min(processors(), len(sites)))
	once, twice := make([][]uint64, workers), make([][]uint64, workers)
	for k := range once {
		once[k], twice[k] = make([]uint64, s.words()), make([]uint64, s.words())
	}
	first := &s.amounts[0]
	walk := func(i int, visit func(pos int)) error {
		walker := w.On.net.Walker()
		defer walker.Done()
		return w.each(ctx, walker, w.places(&sites[i]), func(pos int, _ float64) { visit(pos) })
	}
	hits := make([][]uint32, len(sites))
	var kept counter
	err := eachTask(workers, len(sites), func(k, i int) error {
		once, twice := once[k], twice[k]
		keep := kept.add(0) < maxHits
		var own []uint32
		err := walk(i, func(pos int) {
			bit := uint64(1) << (pos % 64)
			twice[pos/64] |= once[pos/64] & bit
			once[pos/64] |= bit
			if t.study.has(pos) {
				t.caught[i] += first.between(pos, pos+1)
				t.points[i]++
				if keep {
					own = append(own, uint32(pos))
				}
			}
		})
		if keep {
			hits[i] = own
			kept.add(len(own))
		}
		return err
	})
	if err != nil {
		return err
	}
	many := twice[0]
	copy(t.covered, once[0])
	for k := 1; k < workers; k++ {
		for j := range many {
			many[j] |= twice[k][j] | t.covered[j]&once[k][j]
			t.covered[j] |= once[k][j]
		}
	}
	return eachTask(workers, len(sites), func(_, i int) error {
		alone := func(pos int) {
			if many[pos/64]>>(pos%64)&1 == 0 && t.study.has(pos) {
				t.exclusive[i] += first.between(pos, pos+1)
			}
		}
		if hits[i] == nil && t.points[i] > 0 {
			return walk(i, alone)
		}
		for _, pos := range hits[i] {
			alone(int(pos))
		}
		return ctx.Err()
	})
}

func (w Walk) union(ctx context.Context, s *Surface, sites []Site) ([]uint64, error) {
	set := make([]uint64, s.words())
	return set, w.all(ctx, sites, func(pos int, _ float64) { set[pos/64] |= 1 << (pos % 64) })
}

func (w Walk) sum(ctx context.Context, s *Surface, sites []Site, study *Members) ([]int64, error) {
	set, err := w.union(ctx, s, sites)
	return s.sums(set, study), err
}

func (w Walk) rings(ctx context.Context, _ *Surface, sites []Site, radii []geo.Metres, worker func() func(ring, lo, hi int)) error {
	visit := worker()
	return w.all(ctx, sites, func(pos int, d float64) {
		for k, r := range radii {
			if d <= float64(r) {
				visit(k, pos, pos+1)
				return
			}
		}
	})
}

// all visits the points within the radius of any site, each once, with the
// distance to the nearest.
func (w Walk) all(ctx context.Context, sites []Site, visit func(pos int, d float64)) error {
	var from []network.Place
	for i := range sites {
		if i%look == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		from = append(from, w.places(&sites[i])...)
	}
	walker := w.On.net.Walker()
	defer walker.Done()
	return w.each(ctx, walker, from, visit)
}

func (w Walk) distances(ctx context.Context, s *Surface, sites []Site) ([]float64, error) {
	out := make([]float64, len(s.points))
	for i := range out {
		out[i] = math.Inf(1)
	}
	return out, w.all(ctx, sites, func(pos int, d float64) { out[pos] = d })
}
