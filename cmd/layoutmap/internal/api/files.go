package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"layoutmap/layers"

	"github.com/klauspost/compress/gzip"
)

// fileFormats are the values of f that layers' encoders write.
func fileFormats() []string {
	var out []string
	for _, e := range layers.Encoders() {
		out = append(out, e.Name)
	}
	return out
}

// itemFormats are all formats of a page of features; the first is the default.
func itemFormats() []string {
	return slices.Concat([]string{"geojson", "json", "html"}, fileFormats())
}

// mediaTypes is the media type of each value of f.
func mediaTypes() map[string]string {
	out := map[string]string{
		"json": mediaJSON, "geojson": mediaGeoJSON, "html": mediaHTML, "schema": mediaSchema, "openapi": mediaOpenAPI, "md": mediaMarkdown,
	}
	for _, e := range layers.Encoders() {
		out[e.Name] = e.MediaType
	}
	return out
}

// fileLinks are the alternate links to the same answer in each file format.
func fileLinks(in func(f string) string) []link {
	out := make([]link, 0, len(layers.Encoders()))
	for _, e := range layers.Encoders() {
		out = append(out, link{Href: in(e.Name), Rel: "alternate", Type: e.MediaType, Title: "this page as " + e.Title})
	}
	return out
}

// sendFile streams a page in a file format. The next page, if any, is named in
// a Link header and the counts in OGC-NumberMatched and OGC-NumberReturned:
// most formats have no place for them. The ETag comes from the data's digest,
// the program's version and the question, so that 304 costs no encoding.
func (r *request) sendFile(e layers.Encoder, d layers.Document) error {
	zip := strings.HasPrefix(e.MediaType, "text/") || strings.Contains(e.MediaType, "json") || strings.Contains(e.MediaType, "xml")
	zip = zip && acceptsGzip(r.Request())
	sum := sha256.Sum256([]byte(strings.Join([]string{d.Layer.Digest(), r.server.Version, e.Name, r.self()}, "\n")))
	tag := hex.EncodeToString(sum[:12])
	h := r.Response().Header()
	if zip {
		tag += "-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept, Accept-Encoding")
	if matchesETag(r.Request(), `"`+tag+`"`) {
		h.Del("Content-Encoding")
		return r.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Type", e.MediaType)
	h.Set("Content-Disposition", `attachment; filename="`+d.Layer.ID+e.Extension+`"`)
	h.Set("OGC-NumberMatched", strconv.Itoa(d.Matched))
	h.Set("OGC-NumberReturned", strconv.Itoa(len(d.Matches)))
	if next := r.nextURL(d.Page); next != "" {
		h.Add("Link", fmt.Sprintf(`<%s>; rel="next"; type="%s"`, next, e.MediaType))
	}
	if r.Request().Method == http.MethodHead {
		return r.NoContent(http.StatusOK)
	}
	if e.Name == "jsonfg" {
		d.Links = r.documentLinks(e, d.Page)
	}
	out := &lazyBody{ctx: r.Request().Context(), r: r}
	var w io.Writer = out
	if zip {
		zw := r.server.zips.take(out)
		defer r.server.zips.give(zw)
		w = zw
	}
	err := e.Encode(w, d)
	if zw, ok := w.(*gzip.Writer); ok && err == nil {
		err = zw.Close()
	}
	if err == nil && !out.begun {
		r.Response().WriteHeader(http.StatusOK) // an empty file
	}
	switch {
	case err == nil:
		return nil
	case !out.begun: // nothing is sent: the fault can still be told
		for _, name := range []string{"Content-Encoding", "Content-Disposition", "ETag", "OGC-NumberMatched", "OGC-NumberReturned", "Link"} {
			h.Del(name)
		}
		return err
	}
	r.server.Log.Warn("file broke off", "path", r.Request().URL.Path, "format", e.Name, "err", err)
	panic(http.ErrAbortHandler) // the client must not take half a file for a whole one
}

// documentLinks are the links of a JSON document of a page.
func (r *request) documentLinks(e layers.Encoder, p layers.Page) []byte {
	links := []link{
		{Href: r.self("f", e.Name), Rel: "self", Type: e.MediaType, Title: "this page"},
		{Href: r.self("f", "json"), Rel: "alternate", Type: mediaGeoJSON, Title: "this page as GeoJSON"},
		{Href: r.url(r.layerPath(p.Layer)), Rel: "collection", Type: mediaJSON, Title: p.Layer.Title.ZH},
	}
	if p.Next != "" {
		links = append(links, link{Href: r.self("f", e.Name, "cursor", p.Next), Rel: "next", Type: e.MediaType, Title: "next page"})
	}
	return mustJSON(links)
}

// bom reads bom=, which goes with CSV alone.
func (r *request) bom(e layers.Encoder) (bool, error) {
	text, ok := r.value("bom")
	switch {
	case !ok || text == "false":
		return false, nil
	case text != "true":
		return false, badParameter("bom", fmt.Sprintf("want true or false, not %q", text), "true", "false")
	case e.Name != "csv":
		return false, badParameter("bom", "goes with f=csv alone")
	}
	return true, nil
}

// lazyBody sends the header with the first byte, and stops when the request's time is over.
type lazyBody struct {
	ctx   context.Context
	r     *request
	begun bool
}

func (b *lazyBody) Write(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if !b.begun {
		b.begun = true
		b.r.Response().WriteHeader(http.StatusOK)
	}
	return b.r.Response().Write(p)
}
