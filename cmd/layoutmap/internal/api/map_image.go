package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"layoutmap/cmd/layoutmap/internal/picture"
	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/layers"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"
)

// Bounds of static maps.
const (
	defaultMapWidth = 1000.0 // CSS pixels
	leastMapSide    = 200.0
	mostMapSide     = 4096.0
	mostMapPixels   = 4096 * 4096 // device pixels of a PNG
	paperDPI        = 96.0        // of a CSS pixel
	mostDPI         = 400.0
	mostTitle       = 120  // characters
	leastMapBox     = 1e-3 // degrees, about 100 m: closer there is nothing to see
	mercatorLimit   = 85.0 // degrees of latitude
	headerMissing   = "X-Map-Missing-Characters"
)

// imageParams are those of /map.png, .svg and .pdf.
func imageParams() []param {
	side := func(doc string, byDefault any) map[string]any {
		s := map[string]any{"type": "number", "minimum": leastMapSide, "maximum": mostMapSide}
		if byDefault != nil {
			s["default"] = byDefault
		}
		return s
	}
	return []param{
		{name: "bbox", list: true, doc: "Box west,south,east,north in CRS84 that the map shows, whole; without it, all that layers hold.",
			schema: map[string]any{"type": "array", "minItems": 4, "maxItems": 4, "items": map[string]any{"type": "number"}}},
		{name: "width", doc: "Of the whole picture, in CSS pixels of 1/96 inch.", schema: side("", defaultMapWidth)},
		{name: "height", doc: "The same; without it, as the box and the legend need.", schema: side("", nil)},
		{name: "dpi", doc: "Of a PNG: device pixels an inch. The picture keeps its size on paper and has dpi/96 times the pixels, 4096 × 4096 at most.",
			schema: map[string]any{"type": "number", "minimum": paperDPI / 2, "maximum": mostDPI, "default": paperDPI}},
		{name: "layers", list: true, doc: "Ids of the collections to show; all of the plan when left out.",
			schema: map[string]any{"type": "array", "items": map[string]any{"type": "string"}}},
		{name: "title", doc: "Title, 120 characters at most. The built-in fonts have the characters that the data use; " + headerMissing + " names those of an answer that they lack.",
			schema: map[string]any{"type": "string", "maxLength": mostTitle}},
		langParam, mapHorizonParam, themeParam,
		{name: "furniture", doc: "false: the map alone, without title, legend, scale and sources.", schema: map[string]any{"type": "boolean", "default": true}},
	}
}

// mapImage answers /map.png, /map.svg and /map.pdf.
func (r *request) mapImage() error {
	format := strings.TrimPrefix(r.route.path, "/map.")
	theme, err := r.choice("theme", mapThemes)
	if err != nil {
		return err
	}
	q, dpi, err := r.pictureRequest(theme, format)
	if err != nil {
		return err
	}
	p, err := picture.New(q)
	if err != nil {
		return badParameter("height", err.Error())
	}
	size := p.Size()
	size.Scale = dpi / paperDPI
	if max(size.Width, size.Height) > mostMapSide {
		return badParameter("height", fmt.Sprintf("the picture would be %.0f × %.0f, more than %g either way; ask for a height or another bbox", size.Width, size.Height, mostMapSide))
	}
	if size.Width*size.Scale*size.Height*size.Scale > mostMapPixels {
		return badParameter("width", fmt.Sprintf("%.0f × %.0f pixels at %g dpi are more than 4096 × 4096", size.Width*size.Scale, size.Height*size.Scale, dpi))
	}
	key, err := r.mapKey(format, theme, q, dpi)
	if err != nil {
		return err
	}
	tag := `"` + key + `"`
	h := r.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if matchesETag(r.Request(), tag) {
		return r.NoContent(http.StatusNotModified)
	}
	desk := r.server.maps
	out, err := desk.kept.Get(r.Request().Context(), key, otter.LoaderFunc[string, drawn](func(ctx context.Context, _ string) (drawn, error) {
		select {
		case desk.turns <- struct{}{}:
			defer func() { <-desk.turns }()
		case <-ctx.Done():
			return drawn{}, ctx.Err()
		}
		return desk.draw(ctx, p, size, format)
	}))
	if err != nil {
		h.Del("ETag")
		return err
	}
	if out.missing != "" {
		h.Set(headerMissing, url.QueryEscape(out.missing))
	}
	return r.sendFinished(r.route.media, tag, out.body)
}

// draw draws a picture in a format.
func (d *mapDesk) draw(ctx context.Context, p *picture.Picture, size sheet.Size, format string) (drawn, error) {
	w := &sheet.Watch{Faces: d.faces}
	switch format {
	case "svg":
		w.Sheet = sheet.NewSVG(size, d.faces, p.About())
	case "pdf":
		w.Sheet = sheet.NewPDF(size, d.faces, p.About())
	default:
		w.Sheet = sheet.NewPNG(size, d.faces)
	}
	if err := p.Draw(ctx, w); err != nil {
		return drawn{}, err
	}
	var buf bytes.Buffer
	if err := w.Write(&buf); err != nil {
		return drawn{}, fmt.Errorf("write map: %w", err)
	}
	return drawn{buf.Bytes(), string(w.Missing)}, nil
}

// mapKey identifies the bytes of a static map: what was asked, of which data, drawn how.
func (r *request) mapKey(format, theme string, q picture.Request, dpi float64) (string, error) {
	st, err := r.server.maps.style(theme, q.Lang, q.Horizon)
	if err != nil {
		return "", err
	}
	legend, err := r.server.maps.legend(theme)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintln(h, format, st.digest, legend.digest, r.server.Version, q.Box, q.Width, q.Height, dpi, q.Bare, q.Note)
	fmt.Fprintf(h, "%q\n", q.Title)
	for _, l := range q.Layers {
		fmt.Fprintln(h, l.ID, l.Digest())
	}
	return hex.EncodeToString(h.Sum(nil)[:12]), nil
}

// sendFinished answers with bytes that gain nothing from compression, or, of
// text, are compressed as any.
func (r *request) sendFinished(media, tag string, body []byte) error {
	if strings.HasSuffix(media, "xml") || strings.HasSuffix(media, "json") {
		return r.send(media, body)
	}
	h := r.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if matchesETag(r.Request(), tag) {
		return r.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Type", media)
	if r.Request().Method == http.MethodHead {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		return r.NoContent(http.StatusOK)
	}
	return r.Blob(http.StatusOK, media, body)
}

// pictureRequest reads the parameters.
func (r *request) pictureRequest(theme, format string) (q picture.Request, dpi float64, err error) {
	if q.Lang, err = r.choice("lang", mapLangs); err != nil {
		return q, 0, err
	}
	if q.Horizon, err = r.choice("horizon", mapHorizons); err != nil {
		return q, 0, err
	}
	st, err := r.server.maps.style(theme, q.Lang, q.Horizon)
	if err != nil {
		return q, 0, err
	}
	legend, err := r.server.maps.legend(theme)
	if err != nil {
		return q, 0, err
	}
	q.Style, q.Legend, q.Faces = st.doc, legend.doc, r.server.maps.faces
	if q.Layers, err = r.mapLayers(); err != nil {
		return q, 0, err
	}
	if q.Box, err = r.mapBox(q.Layers); err != nil {
		return q, 0, err
	}
	if q.Width, err = r.between("width", defaultMapWidth, leastMapSide, mostMapSide); err != nil {
		return q, 0, err
	}
	if q.Height, err = r.between("height", 0, leastMapSide, mostMapSide); err != nil {
		return q, 0, err
	}
	if dpi, err = r.between("dpi", paperDPI, paperDPI/2, mostDPI); err != nil {
		return q, 0, err
	}
	if _, given := r.value("dpi"); given && format != "png" {
		return q, 0, badParameter("dpi", "goes with /map.png; lines of "+format+" are sharp at any resolution")
	}
	if q.Title, err = r.mapTitle(); err != nil {
		return q, 0, err
	}
	switch text, given := r.value("furniture"); {
	case !given || text == "true":
	case text == "false":
		q.Bare = true
	default:
		return q, 0, badParameter("furniture", fmt.Sprintf("%q is neither true nor false", text), "true", "false")
	}
	q.Note = fmt.Sprintf("layoutmap %s · %.8s", r.server.versionOr("dev"), r.server.Catalog.Digest())
	return q, dpi, nil
}

// between reads a number within limits.
func (r *request) between(name string, byDefault, least, most float64) (float64, error) {
	text, ok := r.value(name)
	if !ok {
		return byDefault, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= least && n <= most) {
		return 0, badParameter(name, fmt.Sprintf("want a number from %g to %g, not %q", least, most, text))
	}
	return n, nil
}

func (r *request) mapTitle() (string, error) {
	text, _ := r.value("title")
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", badParameter("title", "has characters that are no text")
	}
	if n := utf8.RuneCountInString(text); n > mostTitle {
		return "", badParameter("title", fmt.Sprintf("has %d characters; %d are allowed", n, mostTitle))
	}
	return strings.TrimSpace(text), nil
}

// mapLayers reads layers=; the plan's tileset without it. What the layers need
// to be read, the ground and the centre lines of the layout, comes along.
func (r *request) mapLayers() ([]*layers.Layer, error) {
	names, ok := r.value("layers")
	if !ok {
		return r.server.tileset, nil
	}
	return r.tileLayers("layers", names)
}

// mapBox reads bbox=, or takes in all that the layers hold.
func (r *request) mapBox(shown []*layers.Layer) (orb.Bound, error) {
	text, ok := r.value("bbox")
	if !ok {
		return defaultMapBox(r.server.Catalog, shown)
	}
	n, err := numbers("bbox", text)
	if err != nil {
		return orb.Bound{}, err
	}
	if len(n) != 4 {
		return orb.Bound{}, badParameter("bbox", fmt.Sprintf("has %d numbers, want west,south,east,north", len(n)))
	}
	b := orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	switch {
	case math.Abs(n[0]) > 180 || math.Abs(n[2]) > 180 || math.Abs(n[1]) > mercatorLimit || math.Abs(n[3]) > mercatorLimit:
		return b, badParameter("bbox", fmt.Sprintf("longitudes go to ±180 and latitudes to ±%g on this map; the order is west,south,east,north", mercatorLimit))
	case n[2]-n[0] < leastMapBox || n[3]-n[1] < leastMapBox:
		return b, badParameter("bbox", fmt.Sprintf("is less than %g° wide or high; the order is west,south,east,north", leastMapBox))
	}
	return b, nil
}

// defaultMapBox is around the layers and, where all of the plan is shown, around the district.
func defaultMapBox(c *layers.Catalog, shown []*layers.Layer) (orb.Bound, error) {
	if l, ok := c.Layer("district"); ok && len(shown) == len(c.Tileset()) && !l.Bound().IsEmpty() {
		return padded(l.Bound()), nil
	}
	var b orb.Bound
	found := false
	for _, l := range shown {
		switch {
		case l.Bound().IsEmpty():
		case !found:
			b, found = l.Bound(), true
		default:
			b = b.Union(l.Bound())
		}
	}
	if !found {
		return b, badParameter("bbox", "the layers hold nothing that has a place; say which box to show")
	}
	return padded(b), nil
}

// padded gives a box some ground around it, and a lone point a neighbourhood.
func padded(b orb.Bound) orb.Bound {
	const share, least = 0.03, 0.01
	dx, dy := max(share*(b.Max[0]-b.Min[0]), (least-(b.Max[0]-b.Min[0]))/2), max(share*(b.Max[1]-b.Min[1]), (least-(b.Max[1]-b.Min[1]))/2)
	return orb.Bound{
		Min: orb.Point{max(-180, b.Min[0]-dx), max(-mercatorLimit, b.Min[1]-dy)},
		Max: orb.Point{min(180, b.Max[0]+dx), min(mercatorLimit, b.Max[1]+dy)},
	}
}
