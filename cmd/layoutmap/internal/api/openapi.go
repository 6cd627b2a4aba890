package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// pathParamDocs says what the variables in paths are.
var pathParamDocs = map[string]string{
	"collectionId": "Id of a layer, as /collections lists it.", "featureId": "Id of a feature.",
	"tileMatrixSetId": "Id of a tile matrix set.", "tileMatrix": "Zoom level.", "tileRow": "Row, from the north.", "tileCol": "Column, from the west.",
	"layers": "A layer's id, a comma list of ids, plan for all, or the name of a tile file that is served.", "z": "Zoom level.", "x": "Column, from the west.", "y": "Row, from the north.",
	"processId": "Id of a process, as /processes lists it.", "jobId": "Id of a job, as its execution answered.",
	"styleId": "plan-light or plan-dark.", "sprite": "plan-light or plan-dark, @2x for twice the pixels, then .json or .png.",
	"fontstack": "LM Sans Regular, LM Sans Bold, or a comma list that has one of them.", "range": "256 code points, such as 0-255.", "clause": "Id of a clause, as /plan lists it.",
}

// openAPIDocument writes OpenAPI 3.0 from the table of routes. {base} stands
// for the server's address, which each request may see differently.
func (s *Server) openAPIDocument() ([]byte, error) {
	answers := &answerSchemas{components: map[string]any{}, types: map[string]reflect.Type{}}
	var paths object
	for i := range s.routes {
		rt := &s.routes[i]
		if rt.method != "" {
			op := rt.operation(answers)
			if rt.body != nil {
				op["requestBody"] = map[string]any{"required": true, "content": map[string]any{mediaJSON: map[string]any{"schema": answers.ofValue(rt.body.content)}}}
			}
			if last := len(paths) - 1; last >= 0 && paths[last].name == rt.path {
				paths[last].value.(map[string]any)[strings.ToLower(rt.method)] = op
			} else {
				paths = append(paths, member{rt.path, map[string]any{strings.ToLower(rt.method): op}})
			}
			continue
		}
		operations := map[string]any{"get": rt.operation(answers)}
		if rt.post {
			operations["post"] = rt.postOperation(answers)
		}
		paths = append(paths, member{rt.path, operations})
		if !rt.byLayer || strings.Contains(rt.path, "{jobId}") {
			continue
		}
		// The concrete path of each layer lists its queryables: GDAL pushes
		// attribute filters down only where it finds them here.
		for _, l := range s.Catalog.Layers() {
			op := rt.operation(answers)
			op["operationId"] = rt.id + "." + l.ID
			op["summary"] = l.Title.ZH + " · " + l.Title.EN
			params := op["parameters"].([]any)[1:] // without {collectionId}, which the path spells out
			params = append(params, queryParam(param{name: "id", doc: "The feature with this id.", schema: map[string]any{"type": "string"}}))
			for c := range l.Columns() {
				if p := &l.Columns()[c]; rt.byName(p) {
					params = append(params, queryParam(param{name: p.Name, doc: "Features whose " + p.Title.EN + " equals the value.", schema: scalarSchema(propertySchema(p))}))
				}
			}
			op["parameters"] = params
			paths = append(paths, member{strings.Replace(rt.path, "{collectionId}", l.ID, 1), map[string]any{"get": op}})
		}
	}
	components := answers.components
	if answers.err != nil {
		return nil, answers.err
	}
	components["Problem"] = answers.members(reflect.TypeFor[fault]())
	digest := sha256.Sum256(mustJSON(components))
	doc := object{
		{"openapi", "3.0.3"},
		{"info", map[string]any{"title": serviceTitle, "description": serviceDescription, "version": s.versionOr("0"), "license": map[string]any{"name": "Apache-2.0"},
			"x-schemas-digest": hex.EncodeToString(digest[:8])}}, // which schemas a client was generated from
		{"servers", []any{map[string]any{"url": "{base}"}}},
		{"paths", paths},
		{"components", map[string]any{
			"schemas":   components,
			"responses": map[string]any{"problem": map[string]any{"description": "What was wrong, by field and rule (RFC 9457)", "content": map[string]any{"application/problem+json": map[string]any{"schema": ref("Problem")}}}},
		}},
	}
	out, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return out, nil
}

func (s *Server) versionOr(v string) string {
	if s.Version != "" {
		return s.Version
	}
	return v
}

func (rt *route) operation(answers *answerSchemas) map[string]any {
	params := []any{}
	for _, m := range pathParam.FindAllStringSubmatch(rt.path, -1) {
		params = append(params, map[string]any{"name": m[1], "in": "path", "required": true, "description": pathParamDocs[m[1]], "schema": map[string]any{"type": "string"}})
	}
	for _, p := range rt.params {
		params = append(params, queryParam(p))
	}
	if len(rt.formats) > 1 {
		params = append(params, queryParam(param{name: "f", doc: "Format; without it the Accept header decides.", schema: map[string]any{"type": "string", "enum": rt.formats}}))
	}
	content := map[string]any{}
	if rt.media != "" {
		content[rt.media] = map[string]any{"schema": map[string]any{"type": "string", "format": "binary"}}
	}
	for _, f := range rt.formats {
		media := strings.TrimSuffix(formatMedia[f], "; charset=utf-8")
		if f == "json" && rt.isGeoJSON() {
			media = mediaGeoJSON // another word for the same
		}
		switch {
		case f == "html":
			content[media] = map[string]any{"schema": map[string]any{"type": "string"}}
		case slices.Contains(fileFormats(), f):
			content[media] = map[string]any{"schema": map[string]any{"type": "string", "format": "binary"}}
		case media == mediaGeoJSON && !rt.isGeoJSON():
			content[media] = map[string]any{"schema": answers.of(reflect.TypeFor[featureCollection]())}
		default:
			content[media] = map[string]any{"schema": answers.ofRoute(rt)}
		}
	}
	problem := map[string]any{"$ref": "#/components/responses/problem"}
	ok := map[string]any{"description": rt.summary, "content": content}
	if slices.ContainsFunc(rt.params, func(p param) bool { return p.name == "crs" }) {
		ok["headers"] = contentCRSHeader()
	}
	responses := map[string]any{"200": ok, "400": problem, "404": problem, "500": problem}
	if rt.created != nil {
		responses["201"] = map[string]any{"description": "A job, at Location", "content": map[string]any{mediaJSON: map[string]any{"schema": answers.ofValue(rt.created)}},
			"headers": map[string]any{"Location": map[string]any{"description": "The job", "schema": map[string]any{"type": "string", "format": "uri"}}}}
	}
	if rt.accepted != nil {
		responses["202"] = map[string]any{"description": "Not ready yet: Retry-After says when to ask again",
			"content": map[string]any{mediaJSON: map[string]any{"schema": answers.ofValue(rt.accepted)}}}
	}
	if rt.body != nil {
		responses["413"], responses["415"], responses["504"] = problem, problem, problem
	}
	return map[string]any{"operationId": rt.id, "summary": rt.summary, "tags": []string{rt.tag}, "parameters": params, "responses": responses}
}

// postOperation is the same address asked with a filter as the body.
func (rt *route) postOperation(answers *answerSchemas) map[string]any {
	op := rt.operation(answers)
	op["operationId"] = "post" + strings.TrimPrefix(rt.id, "get")
	op["summary"] = rt.summary + ", filtered by the body"
	params := op["parameters"].([]any)
	op["parameters"] = slices.DeleteFunc(params, func(p any) bool {
		name := p.(map[string]any)["name"]
		return name == "filter" || name == "filter-lang"
	})
	content := map[string]any{}
	for _, media := range filterBodies {
		content[media] = map[string]any{"schema": map[string]any{"description": "A filter in CQL2 JSON (OGC 21-065r2)"}}
	}
	op["requestBody"] = map[string]any{"required": true, "content": content}
	op["responses"].(map[string]any)["415"] = map[string]any{"$ref": "#/components/responses/problem"}
	return op
}

func queryParam(p param) map[string]any {
	out := map[string]any{"name": p.name, "in": "query", "required": p.required, "description": p.doc}
	if p.json {
		out["content"] = map[string]any{mediaJSON: map[string]any{"schema": p.schema}}
		return out
	}
	out["schema"], out["style"], out["explode"] = p.schema, "form", false
	return out
}

// scalarSchema is what a query string can hold of a property: one value of a list.
func scalarSchema(s propertyDocument) propertyDocument {
	if s.Items != nil {
		return *s.Items
	}
	return s
}

func ref(name string) map[string]any { return map[string]any{"$ref": "#/components/schemas/" + name} }
