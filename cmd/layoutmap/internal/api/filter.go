package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"layoutmap/layers"
	"layoutmap/layers/cql2"
)

// filterBodies are the media types of a filter that is posted.
var filterBodies = [...]string{"application/query-cql-json", mediaJSON}

const (
	langText = "cql2-text"
	langJSON = "cql2-json"
	// maxFilterInLink is how long, bytes, a posted filter may be for the links of
	// the answer to carry it; of a longer one the next link says to post it again.
	maxFilterInLink = 8 << 10
)

// filterParams are the parameters of OGC API – Features Part 3.
func filterParams() []param {
	return []param{
		{name: "filter", doc: "CQL2 filter on the queryables: status = 'planned' AND S_INTERSECTS(geometry, BBOX(116.6,39.8,116.7,39.9)). Errors tell the character.",
			schema: map[string]any{"type": "string"}},
		{name: "filter-lang", doc: "Encoding of filter.",
			schema: map[string]any{"type": "string", "enum": []string{langText, langJSON}, "default": langText}},
		{name: "filter-crs", doc: "CRS of the coordinates in filter, in that CRS's axis order.",
			schema: map[string]any{"type": "string", "format": "uri", "enum": crsURIs(), "default": crs84}},
	}
}

// filter reads the filter of a query.
func (r *request) filter(l *layers.Layer, q *layers.Query) error {
	e, field, err := r.filterExpr()
	if err != nil || e == nil {
		return err
	}
	if q.Filter, err = cql2.Compile(e, l); err != nil {
		return badFilter(field, err)
	}
	return nil
}

// filterExpr reads a filter, its geometries brought to CRS84, and says where it
// stands: in the parameters, or in the body of a POST. It is nil without one.
func (r *request) filterExpr() (e cql2.Expr, field string, err error) {
	text, given := r.value("filter")
	lang := r.query.Get("filter-lang")
	if lang == "" {
		lang = langText
	}
	if lang != langText && lang != langJSON {
		return nil, "", badParameter("filter-lang", fmt.Sprintf("unknown language %q", lang), langText, langJSON)
	}
	system, err := r.crs("filter-crs")
	if err != nil {
		return nil, "", err
	}
	field = "filter"
	if r.Request().Method == http.MethodPost {
		if given {
			return nil, "", badParameter("filter", "a POST has its filter in the body")
		}
		body, err := r.filterBody()
		if err != nil {
			return nil, "", err
		}
		text, lang, given, field = string(body), langJSON, true, "body"
	}
	if !given {
		return nil, "", nil
	}
	if lang == langJSON {
		e, err = cql2.ParseJSON([]byte(text))
	} else {
		e, err = cql2.ParseText(text)
	}
	if err != nil {
		return nil, "", badFilter(field, err)
	}
	if field == "body" {
		r.linkBody(e, text)
	}
	if e, err = cql2.InCRS84(e, system); err != nil {
		return nil, "", badFilter(field, err)
	}
	return e, field, nil
}

// filterBody reads the body of a POST.
func (r *request) filterBody() ([]byte, error) {
	media, _, err := mime.ParseMediaType(r.Request().Header.Get("Content-Type"))
	if err != nil || !slices.Contains(filterBodies[:], media) {
		return nil, &fault{Status: http.StatusUnsupportedMediaType, Title: "Unsupported media type", Field: "Content-Type",
			Detail: "a filter is posted as CQL2 JSON", Allowed: filterBodies[:]}
	}
	r.Request().Header.Del("If-None-Match") // a POST is never answered 304 (RFC 9110 §13.1.2)
	return io.ReadAll(r.Request().Body)
}

// linkBody makes the links of the answer to a POST carry its filter, so that
// they may be followed with GET; one that is too long is posted again.
func (r *request) linkBody(e cql2.Expr, body string) {
	if r.query == nil {
		r.query = url.Values{}
	}
	if text := cql2.TextOf(e); len(url.QueryEscape(text)) <= maxFilterInLink {
		r.query.Set("filter", text)
		r.query.Set("filter-lang", langText)
		return
	}
	r.again = []byte(body)
}

// badFilter tells where a filter is wrong.
func badFilter(field string, err error) error {
	f := &fault{Status: http.StatusBadRequest, Title: "Invalid filter", Field: field, Detail: err.Error()}
	var syntax *cql2.SyntaxError
	var kind *cql2.TypeError
	switch {
	case errors.As(err, &syntax):
		f.Detail, f.Position = syntax.Msg, syntax.Pos
	case errors.As(err, &kind):
		f.Detail, f.Position = kind.Msg, kind.Pos
	}
	return f
}

// functionArgument and function are as OGC API – Features Part 3 writes them.
type functionArgument struct {
	Title string   `json:"title"`
	Type  []string `json:"type"`
}

type function struct {
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Arguments   []functionArgument `json:"arguments"`
	Returns     []string           `json:"returns"`
}

type functionList struct {
	Functions []function `json:"functions"`
	Links     []link     `json:"links"`
}

// functions lists the functions that a filter may call.
func (r *request) functions() error {
	names := map[cql2.Type]string{cql2.TypeText: "string", cql2.TypeNumber: "number", cql2.TypeGeometry: "geometry"}
	var list []function
	for _, f := range cql2.Functions() {
		out := function{Name: f.Name, Description: f.Description, Returns: []string{names[f.Returns]}}
		for _, a := range f.Arguments {
			title := a.Title
			if a.Optional {
				title += " (optional)"
			}
			out.Arguments = append(out.Arguments, functionArgument{title, []string{names[a.Type]}})
		}
		list = append(list, out)
	}
	return r.sendJSON(mediaJSON, functionList{
		Functions: list,
		Links:     []link{{Href: r.self("f", "json"), Rel: "self", Type: mediaJSON}},
	})
}
