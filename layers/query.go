package layers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"layoutmap/geo"
	"layoutmap/geo/crs"
	"layoutmap/layers/cql2"

	"github.com/paulmach/orb"
)

// Query says which features of a layer are wanted. The zero Query matches all
// of them; the conditions given are joined by and.
type Query struct {
	Bounds []orb.Bound // CRS84; any of them (two where a box crosses the antimeridian). Features without geometry match.
	Boxes  []Box       // beside Bounds: a geometry must also meet one of these; Bounds must cover them
	Near   *Circle     // features without geometry do not match
	Time   *Span       // features whose time meets it; those that state none match, and all of a layer without time
	Equal  []Equal
	Filter *cql2.Filter // compiled against the layer
	SortBy []SortKey    // the first decides; without them by distance, then as in the file
	Limit  int          // features in the page, > 0
	After  string       // the cursor of the page before, "" for the first page
}

// Box is a box in any CRS, x (east) before y (north); its edge counts as inside.
type Box struct {
	CRS crs.CRS
	orb.Bound
}

// meets tells whether a CRS84 geometry meets the box, edges straight in the box's CRS.
func (b Box) meets(g orb.Geometry) bool {
	return geo.IntersectsBound(crs.Map(g, b.CRS.Forward), b.Bound)
}

// Circle is a geodesic circle; its boundary counts as inside.
type Circle struct {
	Centre orb.Point // CRS84
	Radius geo.Metres
}

// Equal asks that a property has a value. A list matches when it contains the value; null never matches.
type Equal struct {
	Column int // in Layer.Columns, or IDColumn
	Value  any // as Property.Parse returns it
}

// Match is a feature of a page.
type Match struct {
	*Feature
	Distance geo.Metres // from Query.Near's centre, 0 without one
	slack    geo.Metres // while the query runs: the distance lies between Distance and so much more
	at       uint32     // the feature's row, for sorting without a look at the feature
}

// Page is a part of a query's answer, in the order of the file; by distance
// where the query has a circle.
type Page struct {
	Layer   *Layer
	Matches []Match
	Matched int    // features of the whole answer
	Next    string // cursor of the next page, "" on the last
	Near    bool   // Matches carry distances
}

// ErrCursor is returned for a cursor this layer did not hand out.
var ErrCursor = errors.New("unknown cursor")

// cursor is the last feature of a page: the next page starts behind it,
// whatever its limit, and only while the layer's content is the same.
type cursor struct {
	Digest   string     `json:"v"`
	Row      uint32     `json:"r"`
	Distance geo.Metres `json:"d,omitempty"`
}

// checkEvery is how many features are tested between looks at the context.
const checkEvery = 4096

// checkFilterEvery is the same for features that a filter judges, which may
// take tenths of a second each.
const checkFilterEvery = 8

// ErrFilter is wrapped by the error of a filter that has no answer for a feature.
var ErrFilter = errors.New("the filter has no answer")

// Query answers a query. It returns ErrCursor for a foreign cursor and the
// context's error when that ends first.
func (l *Layer) Query(ctx context.Context, q Query) (Page, error) {
	after, err := l.parseCursor(q.After)
	if err != nil {
		return Page{}, err
	}
	if l.spans == nil {
		q.Time = nil
	}
	if q.Near == nil && q.Time == nil && len(q.Bounds) == 0 && len(q.Equal) == 0 && q.Filter == nil && len(q.SortBy) == 0 {
		return l.plainPage(q.Limit, after), nil
	}
	if page, ok := l.boxPage(q, after); ok {
		return page, nil
	}
	found := newSelection(l.compare(q.SortBy), q.Limit)
	defer found.release()
	if q.Near != nil && len(q.SortBy) == 0 { // with other keys first, all distances are measured
		reach := geo.ReachOf(q.Near.Centre)
		found.measure = func(f *Feature) geo.Metres { return reach.DistanceTo(f.Geometry) }
		found.reach = func(f *Feature) (low, high geo.Metres) { return reach.To(f.Geometry) }
	}
	if after != nil {
		found.after = &Match{Feature: &l.features[after.Row], Distance: after.Distance, at: after.Row}
	}
	done, err := l.nearPage(ctx, q, &found)
	if !done {
		err = l.match(ctx, q, found.add)
	}
	if err != nil {
		return Page{}, err
	}
	page := Page{Layer: l, Matches: slices.Clone(found.page()), Matched: found.matched, Near: q.Near != nil}
	if found.more() {
		page.Next = l.formatCursor(page.Matches[len(page.Matches)-1])
	}
	return page, nil
}

// plainPage is a page of the whole layer: a slice of it, at any depth.
func (l *Layer) plainPage(limit int, after *cursor) Page {
	start := 0
	if after != nil {
		start = int(after.Row) + 1
	}
	end := min(start+limit, l.Len())
	page := Page{Layer: l, Matched: l.Len(), Matches: make([]Match, 0, max(0, end-start))}
	for row := start; row < end; row++ {
		page.Matches = append(page.Matches, Match{Feature: &l.features[row], at: uint32(row)})
	}
	if end < l.Len() && len(page.Matches) > 0 {
		page.Next = l.formatCursor(page.Matches[len(page.Matches)-1])
	}
	return page
}

// match gives every feature that answers the query, each once, in no order.
func (l *Layer) match(ctx context.Context, q Query, give func(Match)) error {
	tested, every := 0, checkEvery
	var judge *judge
	if q.Filter != nil {
		judge, every = l.judge(q.Filter), checkFilterEvery
	}
	var near disc
	if q.Near != nil {
		near = discOf(q)
	}
	return l.candidates(q, func(row uint32, pos int) error {
		if tested++; tested%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		m := Match{Feature: &l.features[row], at: row}
		if q.Near != nil && pos != notInSpace {
			if low, high := near.Bounds(l.tree.Box(pos)); !near.boxHolds(&m, low, high) {
				return nil
			}
		}
		for _, e := range q.Equal {
			if !l.equal(row, e) {
				return nil
			}
		}
		if q.Time != nil && !l.spans[row].Intersects(*q.Time) {
			return nil
		}
		if len(q.Bounds) > 0 && !l.meetsAny(row, pos, q.Bounds) {
			return nil
		}
		if len(q.Boxes) > 0 {
			if g := m.Geometry; g != nil && !slices.ContainsFunc(q.Boxes, func(b Box) bool { return b.meets(g) }) {
				return nil
			}
		}
		if q.Near != nil && !near.holds(&m) {
			return nil
		}
		if judge != nil {
			if ok, err := judge.matches(row); !ok {
				return err
			}
		}
		give(m)
		return nil
	})
}

// meetsAny tells whether a row's geometry meets one of the boxes, or is not
// known. Where its own box lies in one, it does: the geometry is not looked at.
func (l *Layer) meetsAny(row uint32, pos int, boxes []orb.Bound) bool {
	if pos != notInSpace {
		for _, b := range boxes {
			if l.tree.Inside(pos, b) {
				return true
			}
		}
	}
	g := l.features[row].Geometry
	return g == nil || slices.ContainsFunc(boxes, func(b orb.Bound) bool { return geo.IntersectsBound(g, b) })
}

func (l *Layer) equal(row uint32, e Equal) bool {
	if e.Column == IDColumn {
		return l.features[row].ID == e.Value
	}
	switch v := l.Value(l.Ref(int(row), e.Column)).(type) {
	case nil:
		return false
	case []string:
		s, ok := e.Value.(string)
		return ok && slices.Contains(v, s)
	default:
		return v == e.Value
	}
}

func compareMatches(a, b Match) int {
	switch {
	case a.Distance < b.Distance:
		return -1
	case a.Distance > b.Distance:
		return 1
	}
	return int(a.at) - int(b.at)
}

func (l *Layer) formatCursor(m Match) string {
	text, err := json.Marshal(cursor{l.digest, m.row, m.Distance})
	if err != nil {
		panic(err) // distances of matches are finite
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func (l *Layer) parseCursor(s string) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("%w: not one that a next link held", ErrCursor)
	}
	var c cursor
	if json.Unmarshal(text, &c) != nil || int(c.Row) >= l.Len() || c.Distance != c.Distance {
		return nil, fmt.Errorf("%w: not one that a next link held", ErrCursor)
	}
	if c.Digest != l.digest {
		return nil, fmt.Errorf("%w: the layer has changed since; start again at the first page", ErrCursor)
	}
	return &c, nil
}
