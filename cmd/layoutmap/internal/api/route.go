package api

import (
	"net/url"
	"slices"
	"strings"
)

// route is one address of the API. The table of routes is the single place
// that says which parameters and formats an address has.
type route struct {
	id       string // operationId
	method   string // "" is GET, and HEAD with it
	path     string // OpenAPI template: /collections/{collectionId}/items
	tag      string
	summary  string
	params   []param
	formats  []string     // values of f; the first is the default
	answer   any          // zero value of what JSON holds; its Go type becomes the schema in the OpenAPI document
	media    string       // of the 200 answer where formats do not say it
	byLayer  bool         // further parameters are the collection's properties
	body     *requestBody // of a POST; nil: the server's own bound
	created  any          // zero value of the answer 201, where there is one
	accepted any          // zero value of the answer 202, where the answer proper may not be ready yet
	post     bool         // the address also takes a CQL2 JSON filter as the body of a POST
	cheap    bool         // bounded by itself: runs without the request timeout
	handle   func(*request) error
}

// requestBody is the JSON that a POST takes.
type requestBody struct {
	max     int64 // bytes
	content any   // zero value; its Go type becomes the schema
}

// maxBytes bounds the body of a request.
func (rt *route) maxBytes() int64 {
	if rt.body != nil {
		return rt.body.max
	}
	return maxBody
}

// param is one query parameter.
type param struct {
	name     string
	doc      string
	required bool
	list     bool  // comma-separated: style form, explode false
	json     bool  // as JSON, in a query too
	schema   any   // JSON Schema of the value
	besides  []any // of an input: what else it may be, not as text
}

// inputSchema is the JSON Schema of a process's input.
func (p param) inputSchema() any {
	if len(p.besides) == 0 {
		return p.schema
	}
	return map[string]any{"oneOf": append([]any{p.schema}, p.besides...)}
}

// geoJSONInput is the JSON Schema of an input that is GeoJSON of some types.
func geoJSONInput(required []string, types ...string) map[string]any {
	return map[string]any{"type": "object", "required": append([]string{"type"}, required...), "properties": map[string]any{"type": map[string]any{"type": "string", "enum": types}}}
}

// isGeoJSON tells whether the answer proper is GeoJSON, rather than f=geojson
// one more way to have it.
func (rt *route) isGeoJSON() bool {
	switch rt.answer.(type) {
	case feature, featureCollection:
		return true
	}
	return false
}

// echoPath is the route's path as Echo writes it.
func (rt *route) echoPath() string {
	return strings.NewReplacer("{y}.mvt", ":y", "{range}.pbf", ":range", "{layers}.json", ":layers", "{", ":", "}", "").Replace(rt.path)
}

// checkParameters refuses what the route does not know, names given twice, and
// formats it does not write.
func (r *request) checkParameters() error {
	raw := r.Request().URL.RawQuery
	if raw == "" {
		return nil
	}
	q, err := url.ParseQuery(raw)
	if err != nil {
		return badParameter("query", "not a well-formed query string: "+err.Error())
	}
	r.query = q
	r.dropTokens()
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !r.knows(name) {
			return badParameter(name, "unknown parameter; "+r.route.id+" takes "+strings.Join(r.route.paramNames(), ", "), r.route.paramNames()...)
		}
		if len(q[name]) > 1 {
			return badParameter(name, "given more than once")
		}
	}
	if f, ok := q["f"]; ok && !slices.Contains(r.route.formats, f[0]) {
		return badParameter("f", "unknown format; want one of "+strings.Join(r.route.formats, ", "), r.route.formats...)
	}
	return nil
}

func (r *request) knows(name string) bool {
	if r.route.takes(name) {
		return true
	}
	if !r.route.byLayer {
		return false
	}
	l, err := r.collection()
	if err != nil {
		return true // the unknown collection is the better error, and comes next
	}
	if name == "id" {
		return true
	}
	c, ok := l.Column(name)
	return ok && r.route.byName(&l.Columns()[c])
}

// takes tells whether a parameter is the route's own.
func (rt *route) takes(name string) bool {
	return slices.ContainsFunc(rt.params, func(p param) bool { return p.name == name }) || name == "f" && len(rt.formats) > 1
}

func (rt *route) paramNames() []string {
	var names []string
	for _, p := range rt.params {
		names = append(names, p.name)
	}
	if len(rt.formats) > 1 {
		names = append(names, "f")
	}
	return names
}
