package tiles

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"layoutmap/layers"
)

const (
	defaultMaxBytes = 500_000 // bytes of a tile after gzip, what web maps load without a pause
	// crowd is how many shapes make it unlikely that all fit: with its id no
	// feature takes less than 7 or 8 bytes after gzip, and 15 are usual. The size of
	// a crowded tile is told from a sample of it first.
	crowd    = 1 << 15
	sample   = 1 << 13
	maxTries = 8    // renders of one tile; two are usual
	nearFull = 0.85 // of the budget: a tile this full is not tried again
	aim      = 0.97 // of the budget, what the next try aims at
	everyone = math.MaxUint32
)

// ranks orders the shapes of a layer by what a map misses most, 0 first: the
// largest of each kind, points and equals by a hash of their id, so that they
// thin out evenly. The kinds are spread over the same range: each loses the
// same share. Ranks belong to the layer, not to the tile: neighbours that keep
// the same ranks keep the same features, and small layers are not thinned for
// the sake of large ones, because a layer of n shapes has no rank above n.
func ranks(l *layers.Layer) []uint32 {
	shapes := l.Shapes().Shapes
	var count [4]int // by kind
	type ranked struct {
		key uint64
		pos uint32
	}
	order := make([]ranked, len(shapes))
	for i := range shapes {
		sh := &shapes[i]
		count[sh.Kind]++
		size := float32(sh.Max[0] - sh.Min[0] + sh.Max[1] - sh.Min[1])
		// The bits of floats ≥ 0 are in the order of the floats.
		order[i] = ranked{uint64(^math.Float32bits(size))<<32 | mix64(l.Feature(int(sh.Row)).Num)>>32, uint32(i)}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.pos, b.pos)) })
	out := make([]uint32, len(shapes))
	var seen [4]int
	for _, r := range order {
		k := shapes[r.pos].Kind
		out[r.pos] = uint32(seen[k] * len(shapes) / count[k])
		seen[k]++
	}
	return out
}

// mix64 is the finisher of splitmix64: equal for equal numbers alone, and even.
func mix64(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// ranksOf computes the ranks of the table's own layer at their first use.
func (t *table) ranksOf(l *layers.Layer) []uint32 {
	t.ranking.Do(func() { t.ranks = ranks(l) })
	return t.ranks
}

// fit renders a tile whose gzip is within the budget. What does not fit goes by
// rank, and is counted. The result is a function of the tile alone.
func (r *Renderer) fit(ctx context.Context, s *scratch, set *MatrixSet, c Coord, ls []*layers.Layer) (raw, data []byte, stats Stats, err error) {
	try := func(limit uint32) error {
		s.limit = limit
		if s.raw, stats, err = r.render(ctx, s, s.raw[:0], set, c, ls); err != nil {
			return err
		}
		if data, err = r.compress(s.raw); err != nil {
			err = fmt.Errorf("compress tile %v: %w", c, err)
		}
		return err
	}
	defer func() { s.limit = everyone }()
	crowded, err := s.crowded(ctx, set, c, ls)
	if err != nil {
		return nil, nil, stats, err
	}
	whole := 0 // bytes of the tile with all in it, once tried
	if !crowded || r.maxBytes < 0 {
		if err := try(everyone); err != nil || r.maxBytes < 0 || len(data) <= r.maxBytes {
			return s.raw, data, stats, err
		}
		whole = len(data)
	}
	in, err := r.census(ctx, s, set, c, ls)
	if err != nil {
		return nil, nil, stats, err
	}
	// fits and fails are cuts of which is known what they do.
	fits, fails := 0, len(in.below)
	n := sample
	if whole > 0 {
		fails = len(in.below) - 1
		n = int(float64(in.below[fails]) * aim * float64(r.maxBytes) / float64(whole))
	}
	for range maxTries {
		cut := max(fits+1, min(fails-1, in.cut(n)))
		if cut >= fails {
			break
		}
		if err := try(in.limit(cut)); err != nil {
			return nil, nil, stats, err
		}
		size := len(data)
		if size > r.maxBytes {
			fails = cut
		} else if fits = cut; cut == len(in.below)-1 || float64(size) >= nearFull*float64(r.maxBytes) {
			return s.raw, data, stats, nil
		}
		n = int(float64(in.below[cut]) * aim * float64(r.maxBytes) / float64(size))
	}
	err = try(in.limit(fits)) // nothing always fits
	return s.raw, data, stats, err
}

// crowded tells whether more than crowd shapes may be in a tile.
func (s *scratch) crowded(ctx context.Context, set *MatrixSet, c Coord, ls []*layers.Layer) (bool, error) {
	most := 0
	for l := range s.each(ls) {
		most += len(l.Shapes().Shapes)
	}
	if most <= crowd {
		return false, nil
	}
	n := 0
	for l, rows := range s.each(ls) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		shapes := l.Shapes().Shapes
		l.Search(set.Bound(c, maxBuffer+1), func(pos int) bool {
			if rows == nil || rows.Has(shapes[pos].Row) {
				n++
			}
			return n <= crowd
		})
	}
	return n > crowd, nil
}

// rankCount counts shapes by rank, in steps fine enough to thin by.
type rankCount struct {
	shift int
	below []int // shapes of a rank below i << shift
}

// rankSteps is into how many steps the ranks of the largest layer fall, at least.
const rankSteps = 1 << 13

// census counts, by rank, the shapes whose box may be in a tile.
func (r *Renderer) census(ctx context.Context, s *scratch, set *MatrixSet, c Coord, ls []*layers.Layer) (rankCount, error) {
	most := 0
	for l := range s.each(ls) {
		most = max(most, len(l.Shapes().Shapes))
	}
	shift := max(0, bits.Len(uint(most/rankSteps))-1)
	in := rankCount{shift, make([]int, most>>shift+2)}
	for l, rows := range s.each(ls) {
		if err := ctx.Err(); err != nil {
			return in, err
		}
		shapes, ranks := l.Shapes().Shapes, r.table(l).ranksOf(l)
		l.Search(set.Bound(c, maxBuffer+1), func(pos int) bool {
			if rows == nil || rows.Has(shapes[pos].Row) {
				in.below[ranks[pos]>>shift+1]++
			}
			return true
		})
	}
	for i := 1; i < len(in.below); i++ {
		in.below[i] += in.below[i-1]
	}
	return in, nil
}

// cut is the last step that leaves no more than want shapes below it.
func (n *rankCount) cut(want int) int {
	i, _ := slices.BinarySearch(n.below, want+1)
	return i - 1
}

// limit is the rank at a cut; at the last everyone is in.
func (n *rankCount) limit(cut int) uint32 {
	if cut == len(n.below)-1 {
		return everyone
	}
	return uint32(cut) << n.shift
}
