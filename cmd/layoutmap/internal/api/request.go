package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"layoutmap/layers"

	"github.com/cespare/xxhash/v2"
	"github.com/labstack/echo/v4"
)

// request is one request on its way through a route.
type request struct {
	echo.Context
	server *Server
	route  *route
	query  url.Values
	again  []byte        // a posted filter too long for the links of the answer
	layer  *layers.Layer // of the path's {collectionId}, once looked up
}

// Media types that are named more than once.
const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaHTML    = "text/html; charset=utf-8"
	mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	mediaSchema  = "application/schema+json"
	mediaMVT     = "application/vnd.mapbox-vector-tile"
)

// compressFrom is the body length, bytes, from which gzip pays.
const compressFrom = 1024

// collection finds the layer the path names.
func (r *request) collection() (*layers.Layer, error) {
	if r.layer != nil {
		return r.layer, nil
	}
	id := r.Param("collectionId")
	if r.Param("jobId") != "" {
		return r.resultLayer(id)
	}
	l, ok := r.server.Catalog.Layer(id)
	if !ok {
		return nil, notFound("collectionId", fmt.Sprintf("there is no collection %q; /collections lists them", id))
	}
	r.layer = l
	return l, nil
}

// layerPath is the path of a layer: of the catalog, or of the job the request is about.
func (r *request) layerPath(l *layers.Layer) string {
	if job := r.Param("jobId"); job != "" {
		return "/jobs/" + url.PathEscape(job) + "/results/" + l.ID
	}
	return "/collections/" + l.ID
}

// url is an absolute address on this server.
func (r *request) url(path string) string { return r.server.base(r.Request()) + path }

// self is the request's own address with some parameters changed; "" drops one.
func (r *request) self(change ...string) string {
	q := url.Values{}
	for k, v := range r.query {
		q[k] = v
	}
	for i := 0; i+1 < len(change); i += 2 {
		q.Del(change[i])
		if change[i+1] != "" {
			q.Set(change[i], change[i+1])
		}
	}
	u := r.url(r.Request().URL.EscapedPath())
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}

// inFormat makes the request's own address in another format.
func (r *request) inFormat() func(f string) string {
	base := r.self("f", "")
	join := "?f="
	if strings.Contains(base, "?") {
		join = "&f="
	}
	return func(f string) string { return base + join + f }
}

// formatMedia is the media type of each value of f. Read-only.
var formatMedia = mediaTypes()

// sendJSON answers with a document.
func (r *request) sendJSON(media string, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.route.id, err)
	}
	return r.send(media, body)
}

// send answers with a body: a strong ETag of its content, 304 where the client
// has it, gzip where that is accepted and pays.
func (r *request) send(media string, body []byte) error {
	tag := strconv.FormatUint(xxhash.Sum64(body), 16)
	h := r.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept, Accept-Encoding")
	zip := len(body) >= compressFrom && acceptsGzip(r.Request())
	if zip {
		tag += "-gzip"
	}
	tag = `"` + tag + `"`
	h.Set("ETag", tag)
	if matchesETag(r.Request(), tag) {
		return r.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Type", media)
	if !zip {
		h.Set("Content-Length", strconv.Itoa(len(body))) // without it net/http sends chunks, which is slower
	}
	if r.Request().Method == http.MethodHead {
		return r.NoContent(http.StatusOK)
	}
	if !zip {
		return r.Blob(http.StatusOK, media, body)
	}
	h.Set("Content-Encoding", "gzip")
	r.Response().WriteHeader(http.StatusOK)
	zw := r.server.zips.take(r.Response())
	defer r.server.zips.give(zw)
	if _, err := zw.Write(body); err != nil {
		return err
	}
	return zw.Close()
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			zero := strings.TrimPrefix(strings.TrimSpace(q), "q=")
			return zero == "" || strings.Trim(zero, "0.") != ""
		}
	}
	return false
}

// matchesETag tells whether If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison).
func matchesETag(r *http.Request, tag string) bool {
	header := r.Header.Get("If-None-Match")
	if header == "" {
		return false
	}
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimPrefix(strings.TrimSpace(part), "W/"); part == tag || part == "*" {
			return true
		}
	}
	return false
}
