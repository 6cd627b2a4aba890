package api

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"layoutmap/layers"

	"github.com/labstack/echo/v4"
)

// question reads the parameters of items: which features, and how they are written.
func (r *request) question(l *layers.Layer) (q layers.Query, d layers.Document, err error) {
	q.After = r.query.Get("cursor")
	byDefault := defaultLimit
	if _, file := layers.EncoderNamed(r.format()); file {
		byDefault = maxLimit // a file is fetched to be kept: as much as one answer holds
	}
	if q.Limit, err = r.limit(byDefault); err != nil {
		return q, d, err
	}
	if err = r.bbox(&q); err != nil {
		return q, d, err
	}
	if err = r.datetime(&q); err != nil {
		return q, d, err
	}
	if d.CRS, err = r.crs("crs"); err != nil {
		return q, d, err
	}
	if q.Near, err = r.circle(); err != nil {
		return q, d, err
	}
	if q.Equal, err = r.equals(l); err != nil {
		return q, d, err
	}
	if err = r.filter(l, &q); err != nil {
		return q, d, err
	}
	if err = r.sortBy(l, &q); err != nil {
		return q, d, err
	}
	if _, file := layers.EncoderNamed(r.format()); !file {
		if _, given := r.value("bom"); given {
			return q, d, badParameter("bom", "goes with f=csv alone")
		}
	}
	d.Columns, err = r.columns(l)
	return q, d, err
}

// Question reads the parameters of items outside of a request, by the same
// rules: the subcommand query asks with them. The page is not asked for yet.
// Without a limit the query is for all features; with one, for so many, above
// the server's maximum too.
func Question(catalog *layers.Catalog, layer string, params url.Values) (layers.Query, layers.Document, error) {
	s := &Server{Options: Options{Catalog: catalog}}
	l, ok := catalog.Layer(layer)
	if !ok {
		return layers.Query{}, layers.Document{}, fmt.Errorf("there is no layer %q; the subcommand layers lists them", layer)
	}
	if params.Get("bom") != "" {
		params = maps.Clone(params)
		params.Set("f", "csv") // the one format that has it; the caller knows what is written
	}
	limit, given := params["limit"]
	path := "/collections/" + url.PathEscape(layer) + "/items?" + params.Encode()
	for _, rt := range s.routeTable() {
		if rt.id != "getItems" {
			continue
		}
		req, err := http.NewRequest(http.MethodGet, path, nil)
		if err != nil {
			return layers.Query{}, layers.Document{}, err
		}
		r := &request{Context: echo.New().NewContext(req, nil), server: s, route: &rt, layer: l}
		if err := r.checkParameters(); err != nil {
			return layers.Query{}, layers.Document{}, err
		}
		q, d, err := r.question(l)
		if err != nil {
			return q, d, err
		}
		q.Limit = max(l.Len(), 1)
		if given {
			if _, err := fmt.Sscan(limit[0], &q.Limit); err != nil {
				return q, d, badParameter("limit", err.Error())
			}
		}
		if params.Get("bom") != "" {
			d.BOM, err = r.bom(layers.Encoder{Name: "csv"})
		}
		return q, d, err
	}
	return layers.Query{}, layers.Document{}, fmt.Errorf("items are not served")
}
