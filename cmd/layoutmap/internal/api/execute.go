package api

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxExecuteBody bounds an execute request, bytes: some 100 000 posted sites
// or half a million rows of CSV.
const maxExecuteBody = 24 << 20

// executeRequest is the body of an execution (OGC 18-062r2, clause 7.11.2).
type executeRequest struct {
	Inputs     map[string]json.RawMessage `json:"inputs"`
	Outputs    map[string]outputRequest   `json:"outputs"`
	Response   string                     `json:"response"`
	Subscriber json.RawMessage            `json:"subscriber"`
}

type outputRequest struct {
	Format           outputFormat `json:"format"`
	TransmissionMode string       `json:"transmissionMode"`
}

type outputFormat struct {
	MediaType string          `json:"mediaType"`
	Encoding  string          `json:"encoding"`
	Schema    json.RawMessage `json:"schema"`
}

// execution is an execute request, checked.
type execution struct {
	process  process
	work     work
	format   string
	document bool // response: document
}

// execute runs a process: at once, or as a job where the client prefers that.
func (r *request) execute() error {
	e, err := r.readExecution()
	if err != nil {
		return err
	}
	if prefersAsync(r.Request().Header) {
		j, err := r.server.Jobs.start(e, r.url(""))
		if err != nil {
			return err
		}
		h := r.Response().Header()
		h.Set("Location", r.url("/jobs/"+j.ID))
		h.Set("Preference-Applied", "respond-async")
		h.Set("Cache-Control", "no-store")
		return r.JSON(http.StatusCreated, r.statusOf(j))
	}
	a, err := e.work(r.Request().Context(), func(int, int) {})
	if err != nil {
		return err
	}
	return r.sendResult(e.process, a, e.format, e.document)
}

// sendResult answers with the output itself, or in the results document.
func (r *request) sendResult(p process, a analysis, format string, document bool) error {
	if !document {
		return r.sendAnalysis(p, a, format)
	}
	type qualified struct {
		Value     any    `json:"value"`
		MediaType string `json:"mediaType"`
	}
	media, _, _ := strings.Cut(formatMedia[format], ";")
	q := qualified{a.document(r.url("")), media}
	switch format {
	case "json":
	case "geojson":
		parts, err := a.parts(r.Request().Context(), p.drawn)
		if err != nil {
			return err
		}
		q.Value = json.RawMessage(collectionOfParts(parts, true))
	default:
		rep := a.report()
		if format == "csv" {
			q.Value = string(rep.csv(false))
		} else {
			q.Value = string(rep.markdown())
		}
	}
	return r.sendJSON(mediaJSON, object{{p.output, q}})
}

// prefersAsync reads Prefer (RFC 7240).
func prefersAsync(h http.Header) bool {
	for _, line := range h.Values("Prefer") {
		for part := range strings.FieldsFuncSeq(line, func(c rune) bool { return c == ',' || c == ';' }) {
			if strings.EqualFold(strings.TrimSpace(part), "respond-async") {
				return true
			}
		}
	}
	return false
}

// readExecution reads the body of an execute request.
func (r *request) readExecution() (e execution, err error) {
	if e.process, err = r.processOf(); err != nil {
		return e, err
	}
	media, _, err := mime.ParseMediaType(r.Request().Header.Get("Content-Type"))
	if err != nil || media != mediaJSON {
		return e, &fault{Status: http.StatusUnsupportedMediaType, Title: "Unsupported media type", Field: "Content-Type", Detail: "a process is asked with JSON", Allowed: []string{mediaJSON}}
	}
	r.Request().Header.Del("If-None-Match") // a POST is never answered 304 (RFC 9110 §13.1.2)
	body, err := io.ReadAll(r.Request().Body)
	if err != nil {
		return e, err
	}
	var q executeRequest
	if err := decodeStrict("body", body, &q); err != nil {
		return e, err
	}
	if len(q.Subscriber) > 0 {
		return e, badParameter("subscriber", "callbacks are not offered; ask /jobs/{jobId}")
	}
	if q.Response != "" && q.Response != "raw" && q.Response != "document" {
		return e, badParameter("response", fmt.Sprintf("%q is not raw or document", q.Response), "raw", "document")
	}
	e.document = q.Response == "document"
	if e.format, err = r.outputFormat(e, q.Outputs); err != nil {
		return e, err
	}
	in := inputs{}
	for name, raw := range q.Inputs {
		if in[name], err = r.inputValue(name, raw); err != nil {
			return e, err
		}
	}
	e.work, err = e.process.prepare(r.server.coverage, in)
	return e, err
}

// outputFormat is the format of the one output: as the outputs say, else as f or Accept do.
func (r *request) outputFormat(e execution, outputs map[string]outputRequest) (string, error) {
	format := r.format()
	if e.document {
		format = "json"
	}
	for name, o := range outputs {
		if name != e.process.output {
			return "", badParameter("outputs", fmt.Sprintf("%s has no output %q", e.process.id, name), e.process.output)
		}
		if o.TransmissionMode != "" && o.TransmissionMode != "value" {
			return "", badParameter("outputs."+name+".transmissionMode", "outputs are given by value", "value")
		}
		if o.Format.MediaType == "" {
			continue
		}
		var known []string
		for _, f := range analysisFormats {
			media, _, _ := strings.Cut(formatMedia[f], ";")
			known = append(known, media)
		}
		i := slices.Index(known, o.Format.MediaType)
		if i < 0 {
			return "", badParameter("outputs."+name+".format.mediaType", fmt.Sprintf("%q is not offered", o.Format.MediaType), known...)
		}
		format = analysisFormats[i]
	}
	if e.document && format == "html" {
		return "", badParameter("outputs."+e.process.output+".format.mediaType", "HTML does not go into a document; ask for response raw")
	}
	return format, nil
}

// inputValue takes the value out of a qualified input, and follows a reference
// to a collection of this server. No other address is ever fetched.
func (r *request) inputValue(name string, raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 || raw[0] != '{' {
		return raw, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, badParameter(name, err.Error())
	}
	if value, ok := members["value"]; ok && members["type"] == nil {
		return value, nil
	}
	link, ok := members["href"]
	if !ok {
		return raw, nil
	}
	var href string
	if err := json.Unmarshal(link, &href); err != nil {
		return nil, badParameter(name+".href", "is not a string")
	}
	path, ok := strings.CutPrefix(href, r.url("/collections/"))
	if !ok {
		return nil, badParameter(name+".href", "only collections of this server are followed: "+r.url("/collections/{collectionId}"))
	}
	path, _, _ = strings.Cut(path, "?")
	path = strings.TrimSuffix(path, "/items")
	id, err := url.PathUnescape(path)
	if err != nil {
		return nil, badParameter(name+".href", err.Error())
	}
	return mustJSON(strings.Replace(id, "/items/", "/", 1)), nil
}
