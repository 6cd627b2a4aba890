package tiles

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"layoutmap/layers"
)

const (
	defaultMaxBytes = 500_000 // bytes of a tile after gzip, what web maps load without a pause
	// firstTry is how many features a tile may try to hold at first: with its id
	// no feature takes less than 7 or 8 bytes after gzip, so more never fit.
	firstTry = 1 << 16
	maxTries = 8    // renders of one tile; three are usual
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
	order := make([]uint32, len(shapes))
	for i := range shapes {
		order[i] = uint32(i)
		count[shapes[i].Kind]++
	}
	size := func(sh *layers.Shape) float64 { return sh.Max[0] - sh.Min[0] + sh.Max[1] - sh.Min[1] }
	mix := func(sh *layers.Shape) uint64 { return mix64(l.Feature(int(sh.Row)).Num) }
	slices.SortFunc(order, func(i, j uint32) int {
		a, b := &shapes[i], &shapes[j]
		return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(mix(a), mix(b)), cmp.Compare(i, j))
	})
	out := make([]uint32, len(shapes))
	var seen [4]int
	for _, i := range order {
		k := shapes[i].Kind
		out[i] = uint32(seen[k] * len(shapes) / count[k])
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
	total, whole := 0, 0 // features of the layers; bytes of the tile with all of them, once tried
	for i, l := range ls {
		if rows := s.chosenOf(i); rows != nil {
			total += rows.Len()
		} else {
			total += l.Len()
		}
	}
	if total <= firstTry || r.maxBytes < 0 { // most tiles: render first, ask later
		if err := try(everyone); err != nil || r.maxBytes < 0 || len(data) <= r.maxBytes {
			return s.raw, data, stats, err
		}
		whole = len(data)
	}
	in, err := r.ranksIn(ctx, s, set, c, ls)
	if err != nil {
		return nil, nil, stats, err
	}
	// fits and fails are numbers of features, by rank, of which is known what they do.
	fits, fails := 0, len(in)+1
	n := min(len(in), firstTry)
	if whole > 0 {
		fails = len(in)
		n = int(float64(len(in)) * aim * float64(r.maxBytes) / float64(whole))
	}
	tried := map[int]bool{}
	for range maxTries {
		if tried[n] = true; n == len(in) {
			err = try(everyone)
		} else {
			err = try(in[n])
		}
		if err != nil {
			return nil, nil, stats, err
		}
		size := len(data)
		if size <= r.maxBytes {
			if n == len(in) || float64(size) >= nearFull*float64(r.maxBytes) {
				return s.raw, data, stats, nil
			}
			fits = n
		} else {
			fails = n
		}
		n = int(float64(n) * aim * float64(r.maxBytes) / float64(size))
		n = max(fits+1, min(fails-1, n))
		if tried[n] || fails-fits <= 1 {
			break
		}
	}
	limit := uint32(0) // nothing always fits
	if fits == len(in) {
		limit = everyone
	} else if fits > 0 {
		limit = in[fits]
	}
	err = try(limit)
	return s.raw, data, stats, err
}

// ranksIn gives the ranks of all shapes whose box may be in a tile, ascending.
func (r *Renderer) ranksIn(ctx context.Context, s *scratch, set *MatrixSet, c Coord, ls []*layers.Layer) ([]uint32, error) {
	var in []uint32
	for i, l := range ls {
		for rows := s.chosenOf(i); l != nil; l, rows = l.Labels(), rows.Labels() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			all := r.table(l).ranksOf(l)
			l.Search(set.Bound(c, maxBuffer+1), func(pos int) bool {
				if rows == nil || rows.Has(l.Shapes().Shapes[pos].Row) {
					in = append(in, all[pos])
				}
				return true
			})
		}
	}
	slices.Sort(in)
	return in, nil
}
