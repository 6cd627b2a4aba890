package api_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// needStyles leaves a test out, by name, where the page's build has not written its styles.
func needStyles(t *testing.T) {
	t.Helper()
	if !stylesBuilt(t) {
		t.Skip("the page of the present source is not built (make ui): its styles are not asked for here")
	}
}

func TestMapImages(t *testing.T) {
	needStyles(t)
	ts := newServer(t, nil)
	for _, c := range []struct{ path, media, start string }{
		{"/map.png?width=500", "image/png", "\x89PNG"},
		{"/map.svg?width=500&lang=en", "image/svg+xml", "<svg "},
		{"/map.pdf?width=500&theme=plan-dark", "application/pdf", "%PDF-"},
		{"/map.png?width=300&height=200&furniture=false&dpi=192&bbox=116.6,39.85,116.75,39.95", "image/png", "\x89PNG"},
	} {
		a := get(t, ts.URL+c.path)
		if a.status != http.StatusOK || a.header.Get("Content-Type") != c.media || !strings.HasPrefix(string(a.body), c.start) {
			t.Errorf("%s: %d %s %.60q", c.path, a.status, a.header.Get("Content-Type"), a.body)
		}
		tag := a.header.Get("ETag")
		if b := get(t, ts.URL+c.path, "If-None-Match", tag); tag == "" || b.status != http.StatusNotModified || len(b.body) != 0 {
			t.Errorf("%s: %d with its own ETag %q", c.path, b.status, tag)
		}
	}
	img, err := png.Decode(bytes.NewReader(get(t, ts.URL+"/map.png?width=300&height=200&furniture=false&dpi=192&bbox=116.6,39.85,116.75,39.95").body))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 600 || b.Dy() != 400 {
		t.Errorf("300 × 200 at 192 dpi are %d × %d pixels", b.Dx(), b.Dy())
	}
	if a := get(t, ts.URL+"/map.svg?width=500&title=%E9%BE%98%E5%9B%BE"); a.header.Get("X-Map-Missing-Characters") != "%E9%BE%98" {
		t.Errorf("龘 is not said to be missing: %q", a.header.Get("X-Map-Missing-Characters"))
	}
}

func TestMapBadInput(t *testing.T) {
	needStyles(t)
	ts := newServer(t, nil)
	for _, c := range []struct {
		path   string
		status int
		field  string
	}{
		{"/map.png?bbox=1,2,3", 400, "bbox"}, {"/map.png?bbox=1,2,3,x", 400, "bbox"}, {"/map.png?bbox=116.8,39.8,116.6,39.9", 400, "bbox"},
		{"/map.png?bbox=116.6,39.9,116.6,39.9", 400, "bbox"}, {"/map.png?bbox=0,-89,1,89", 400, "bbox"}, {"/map.png?bbox=NaN,1,2,3", 400, "bbox"},
		{"/map.png?width=99999", 400, "width"}, {"/map.png?width=1e400", 400, "width"}, {"/map.png?width=-1", 400, "width"}, {"/map.png?width=4096&height=4096&dpi=97", 400, "width"},
		{"/map.png?height=210", 400, "height"}, {"/map.svg?width=4000", 400, "height"}, {"/map.png?dpi=1000", 400, "dpi"}, {"/map.pdf?dpi=100", 400, "dpi"},
		{"/map.png?layers=", 404, "layers"}, {"/map.png?layers=layout,layout", 400, "layers"}, {"/map.png?layers=none", 404, "layers"},
		{"/map.png?title=" + strings.Repeat("x", 121), 400, "title"}, {"/map.png?title=%ff", 400, "title"}, {"/map.png?title=%00", 400, "title"},
		{"/map.png?lang=fr", 400, "lang"}, {"/map.png?theme=light", 400, "theme"}, {"/map.png?horizon=2035", 400, "horizon"}, {"/map.png?furniture=1", 400, "furniture"}, {"/map.png?w=1", 400, "w"},
		{"/styles/plan-light?lang=fr", 400, "lang"}, {"/styles/legend-light", 404, "styleId"}, {"/styles/plan-light.zh.2030", 404, "styleId"},
		{"/sprites/plan-light.gif", 404, "sprite"}, {"/sprites/plan-light@3x.png", 404, "sprite"}, {"/sprites/light.png", 404, "sprite"},
		{"/fonts/Arial/0-255.pbf", 404, "fontstack"}, {"/fonts/LM%20Sans%20Bold/0-254.pbf", 400, "range"}, {"/fonts/LM%20Sans%20Bold/1-256.pbf", 400, "range"},
		{"/fonts/LM%20Sans%20Bold/-256--1.pbf", 400, "range"}, {"/fonts/LM%20Sans%20Bold/99999744-99999999.pbf", 400, "range"}, {"/fonts/LM%20Sans%20Bold/0-255", 400, "range"},
		{"/legend/none", 404, "collectionId"}, {"/legend/layout?row=x", 400, "row"},
	} {
		a := get(t, ts.URL+c.path)
		var p struct{ Field, Detail string }
		if err := json.Unmarshal(a.body, &p); err != nil || a.status != c.status || p.Field != c.field || p.Detail == "" || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %.200s, want %d naming %s", c.path, a.status, a.body, c.status, c.field)
		}
	}
}

// The addresses in a style are absolute and answer what MapLibre asks there.
func TestStyleIsWhole(t *testing.T) {
	needStyles(t)
	ts := newServer(t, nil)
	type style struct {
		Sprite, Glyphs string
		Sources        map[string]struct{ URL string }
		Layers         []struct {
			Type   string
			Layout map[string]any
			Paint  map[string]any
		}
	}
	for _, id := range []string{"plan-light", "plan-dark?lang=en", "plan-light?horizon=now"} {
		a := get(t, ts.URL+"/styles/"+id, "Accept", "application/json")
		var s style
		if err := json.Unmarshal(a.body, &s); err != nil || a.header.Get("Content-Type") != "application/json" {
			t.Fatal(id, err, a.header.Get("Content-Type"))
		}
		if !strings.HasPrefix(s.Sprite, ts.URL+"/sprites/plan-") || s.Sources["plan"].URL != ts.URL+"/xyz/plan.json" {
			t.Fatalf("%s: sprite %q, tiles %q", id, s.Sprite, s.Sources["plan"].URL)
		}
		index := getJSON[map[string]struct{ X, Y, Width, Height, PixelRatio int }](t, s.Sprite+"@2x.json")
		img, err := png.Decode(bytes.NewReader(get(t, s.Sprite+"@2x.png").body))
		if err != nil {
			t.Fatal(err)
		}
		for name, e := range index {
			inked := 0
			for y := e.Y; y < e.Y+e.Height; y++ {
				for x := e.X; x < e.X+e.Width; x++ {
					if _, _, _, alpha := img.At(x, y).RGBA(); alpha > 0x8000 {
						inked++
					}
				}
			}
			if e.PixelRatio != 2 || inked < 8 {
				t.Errorf("%s: %s at %+v has %d pixels of ink", id, name, e, inked)
			}
		}
		named := 0
		for _, l := range s.Layers {
			for _, v := range []any{l.Layout["icon-image"], l.Paint["fill-pattern"]} {
				if name, ok := v.(string); ok {
					named++
					if _, ok := index[name]; !ok {
						t.Errorf("%s: %q is not in the sprite", id, name)
					}
				}
			}
		}
		if named < 15 {
			t.Errorf("%s: only %d layers name a picture", id, named)
		}
		for _, font := range []string{"LM%20Sans%20Regular", "LM%20Sans%20Bold", "Nothing,LM%20Sans%20Bold"} {
			address := strings.NewReplacer("{fontstack}", font, "{range}", "36864-37119").Replace(s.Glyphs)
			if a := get(t, address); a.status != http.StatusOK || len(a.body) < 1000 {
				t.Errorf("%s: %d, %d bytes", address, a.status, len(a.body))
			}
		}
	}
}

// Many at once get the same bytes; a busy server still answers.
func TestMapsAtOnce(t *testing.T) {
	needStyles(t)
	ts := newServer(t, nil)
	bodies := make([][]byte, 12)
	var all sync.WaitGroup
	for i := range bodies {
		all.Go(func() { bodies[i] = get(t, ts.URL+"/map.png?width=400&layers=district,layout").body })
	}
	all.Wait()
	for _, b := range bodies {
		if !bytes.Equal(b, bodies[0]) || len(b) < 1000 {
			t.Fatal("maps of one address differ")
		}
	}
}
