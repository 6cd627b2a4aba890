package layers

import (
	"math"

	"layoutmap/geo/index"

	"github.com/paulmach/orb"
)

// timeIndex finds features by when they are. A stretch of time is a point in
// the plane of starts and ends; what meets a stretch, starts in one or ends in
// one lies in a box of that plane, so that the spatial index serves time too.
type timeIndex struct {
	tree     *index.Tree
	row      []uint32 // by place in the tree's input
	timeless []uint32 // rows that state no time
	least    int64    // microseconds; open starts lie a day before it
	most     int64    // open ends lie a day behind it
}

// microsPerDay scales the plane: float32 keeps days of a century to minutes.
const microsPerDay = 24 * 3600 * 1e6

func newTimeIndex(spans []Span) *timeIndex {
	t := &timeIndex{least: math.MaxInt64, most: math.MinInt64}
	for row, s := range spans {
		if s == always {
			t.timeless = append(t.timeless, uint32(row))
			continue
		}
		t.row = append(t.row, uint32(row))
		for _, end := range [...]int64{s.Start, s.End} {
			if end != OpenStart && end != OpenEnd {
				t.least, t.most = min(t.least, end), max(t.most, end)
			}
		}
	}
	points := make([]orb.Bound, len(t.row))
	for i, row := range t.row {
		points[i] = orb.Point{t.place(spans[row].Start), t.place(spans[row].End)}.Bound()
	}
	t.tree = index.Build(points)
	return t
}

// place is a moment on an axis of the plane, in days. What lies before or
// behind all that is stated falls together with the open ends.
func (t *timeIndex) place(at int64) float64 {
	first, last := -1.0, float64(t.most-t.least)/microsPerDay+1
	switch {
	case at == OpenStart:
		return first
	case at == OpenEnd:
		return last
	}
	return max(first, min(last, (float64(at)-float64(t.least))/microsPerDay))
}

// timeWay finds by the times that datetime and the filter's terms on the
// layer's time leave. Datetime lets features in that state no time, a filter
// leaves them out.
func (l *Layer) timeWay(q Query) (way, bool) {
	t := l.times
	if t == nil {
		return way{}, false
	}
	starts, ends := always, always
	byFilter := false
	if q.Filter != nil {
		for _, w := range q.Filter.Windows() {
			if w.Column == l.column[l.Time.Start] {
				starts, byFilter = Span{w.Min, w.Max}, true
			}
			if w.Column == l.column[l.Time.End] {
				ends, byFilter = Span{w.Min, w.Max}, true
			}
		}
	}
	if q.Time == nil && !byFilter {
		return way{}, false
	}
	out := way{tree: t.tree, rows: func(pos int) uint32 { return t.row[t.tree.Order()[pos]] }}
	if q.Time != nil {
		starts.End, ends.Start = min(starts.End, q.Time.End), max(ends.Start, q.Time.Start)
	}
	if !byFilter {
		out.also = t.timeless
	}
	if starts.Start > starts.End || ends.Start > ends.End {
		return out, true // nothing is then
	}
	out.boxes = []orb.Bound{{
		Min: orb.Point{t.place(starts.Start), t.place(ends.Start)},
		Max: orb.Point{t.place(starts.End), t.place(ends.End)},
	}}
	return out, true
}
