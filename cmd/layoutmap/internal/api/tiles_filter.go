package api

import (
	"net/url"
	"slices"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// tileFilterParams are filterParams as tiles take them.
func tileFilterParams() []param {
	out := slices.Clone(filterParams())
	out[0].doc = "CQL2 filter: the tile holds the features that it is true of. A collection that lacks a property the filter names has none."
	return out
}

// tileFilter reads the filter of a tile, nil without one.
func (r *request) tileFilter(ls []*layers.Layer) (*tiles.Filter, error) {
	e, field, err := r.filterExpr()
	if err != nil || e == nil {
		return nil, err
	}
	f, err := tiles.NewFilter(e, ls...)
	if err != nil {
		return nil, badFilter(field, err)
	}
	return f, nil
}

// noFilter refuses a filter where tiles are finished: it would be without effect.
func (r *request) noFilter() error {
	for _, name := range []string{"filter", "filter-lang", "filter-crs"} {
		if _, given := r.value(name); given {
			return badParameter(name, "the tiles of a file are finished; they cannot be filtered")
		}
	}
	return nil
}

// filterQuery is the filter as a tile's address carries it, "" without one.
func (r *request) filterQuery() string {
	q := url.Values{}
	for _, name := range []string{"filter", "filter-lang", "filter-crs"} {
		if v, given := r.value(name); given {
			q.Set(name, v)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}
