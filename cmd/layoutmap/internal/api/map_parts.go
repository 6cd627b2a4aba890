package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"layoutmap/cmd/layoutmap/internal/picture"
	"layoutmap/cmd/layoutmap/internal/typeface"

	"github.com/maypok86/otter/v2"
)

// Media types of what map clients fetch beside tiles.
const (
	mediaPNG    = "image/png"
	mediaSVG    = "image/svg+xml"
	mediaPDF    = "application/pdf"
	mediaGlyphs = "application/x-protobuf"
)

// sprite answers /sprites/plan-light.json, .png, @2x.json and @2x.png.
func (r *request) sprite() error {
	file := r.Param("sprite")
	name, kind, ok := strings.Cut(file, ".")
	name, twice := strings.CutSuffix(name, "@2x")
	if theme := strings.TrimPrefix(name, "plan-"); !ok || kind != "json" && kind != "png" || theme == name || theme != "light" && theme != "dark" {
		return notFound("sprite", fmt.Sprintf("there is no sprite %q; there are plan-light and plan-dark, each as .json, .png, @2x.json and @2x.png", file))
	}
	legend, err := r.server.maps.legend(name)
	if err != nil {
		return err
	}
	ratio := 1
	if twice {
		ratio = 2
	}
	key := fmt.Sprintf("sprite %s %s %s %d", name, kind, legend.digest, ratio)
	out, err := r.server.maps.kept.Get(r.Request().Context(), key, otter.LoaderFunc[string, drawn](func(context.Context, string) (drawn, error) {
		s, err := picture.NewSprite(legend.doc, r.server.maps.faces, ratio)
		if err != nil {
			return drawn{}, fmt.Errorf("paint sprite: %w", err)
		}
		if kind == "json" {
			return drawn{body: s.Index}, nil
		}
		return drawn{body: s.PNG}, nil
	}))
	if err != nil {
		return err
	}
	media := mediaPNG
	if kind == "json" {
		media = mediaJSON
	}
	return r.sendFinished(media, tagOf(out.body), out.body)
}

func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// glyphs answers /fonts/{fontstack}/{range}.pbf. Of a list of fonts it takes
// the first that it has. A range without glyphs is 200 and empty.
func (r *request) glyphs() error {
	stack, err := url.PathUnescape(r.Param("fontstack"))
	if err != nil {
		return badParameter("fontstack", "is not well escaped")
	}
	var face *typeface.Face
	for name := range strings.SplitSeq(stack, ",") {
		for _, f := range []*typeface.Face{r.server.maps.faces.Regular, r.server.maps.faces.Bold} {
			if face == nil && strings.TrimSpace(name) == typeface.Family+" "+f.Style {
				face = f
			}
		}
	}
	if face == nil {
		return notFound("fontstack", fmt.Sprintf("there is no font %q; there are %[2]s Regular and %[2]s Bold", stack, typeface.Family))
	}
	text, ok := strings.CutSuffix(r.Param("range"), ".pbf")
	from, to, is := strings.Cut(text, "-")
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if !ok || !is || err1 != nil || err2 != nil {
		return badParameter("range", fmt.Sprintf("want 0-255.pbf, 256-511.pbf and so on, not %q", r.Param("range")))
	}
	if first < 0 || first%typeface.RangeSize != 0 || last != first+typeface.RangeSize-1 || last > 0x10FFFF {
		return badParameter("range", fmt.Sprintf("ranges start at a multiple of %d and have as many code points, not %q", typeface.RangeSize, text))
	}
	key := fmt.Sprintf("glyphs %s %d", face.Style, first)
	out, err := r.server.maps.kept.Get(r.Request().Context(), key, otter.LoaderFunc[string, drawn](func(context.Context, string) (drawn, error) {
		return drawn{body: face.Range(rune(first))}, nil
	}))
	if err != nil {
		return err
	}
	return r.send(mediaGlyphs, out.body)
}

// legendImage answers /legend/{collectionId}: a layer's legend as SVG.
func (r *request) legendImage() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	theme, err := r.choice("theme", mapThemes)
	if err != nil {
		return err
	}
	lang, err := r.choice("lang", mapLangs)
	if err != nil {
		return err
	}
	legend, err := r.server.maps.legend(theme)
	if err != nil {
		return err
	}
	row, given := r.value("row")
	p := picture.NewLegendPicture(legend.doc, r.server.maps.faces, l, row, lang)
	if p.Empty() {
		if given {
			return badParameter("row", fmt.Sprintf("collection %q has no legend row %q", l.ID, row), legend.doc.RowsOf(l.ID)...)
		}
		return notFound("collectionId", fmt.Sprintf("nothing of collection %q is drawn: it has no legend", l.ID))
	}
	var buf bytes.Buffer
	if err := p.WriteLegend(&buf); err != nil {
		return fmt.Errorf("write legend: %w", err)
	}
	return r.send(mediaSVG, buf.Bytes())
}
