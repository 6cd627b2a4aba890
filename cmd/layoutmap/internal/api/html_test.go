package api_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// /conf/html/content of Features Part 1: all of the JSON document's links
// stand on the page as anchors, and what the document says stands in its text.
func testHTMLContent(t *testing.T, base string) {
	for _, path := range []string{"/collections", "/collections/works", "/collections/works/items?limit=2", "/collections/works/items/done"} {
		t.Run(path, func(t *testing.T) {
			page := html.UnescapeString(string(get(t, base+path, "Accept", "text/html").body))
			if !strings.HasPrefix(page, "<!doctype html>") {
				t.Errorf("not HTML 5: %.40s", page)
			}
			var doc struct {
				Links       []ogcLink
				ID          string
				Title       string
				Description string
				Extent      struct {
					Spatial  struct{ Bbox [][]float64 }
					Temporal struct{ Interval [][]*string }
				}
				CRS        []string
				Features   []struct{ ID string }
				Properties map[string]any
			}
			if err := json.Unmarshal(get(t, base+path, "Accept", "application/geo+json, application/json").body, &doc); err != nil {
				t.Fatal(err)
			}
			for _, l := range doc.Links {
				if !strings.Contains(page, `href="`+l.Href+`"`) {
					t.Errorf("link %s %s is not on the page", l.Rel, l.Href)
				}
			}
			words := doc.Title + " · " + doc.Description + " · " + doc.ID
			for _, f := range doc.Features {
				words += " · " + f.ID
			}
			for _, b := range doc.Extent.Spatial.Bbox {
				for _, n := range b {
					words += " · " + fmt.Sprint(n)
				}
			}
			if path == "/collections/works" {
				words += " · " + *doc.Extent.Temporal.Interval[0][0] + " · " + strings.Join(doc.CRS, " · ")
			}
			for _, v := range doc.Properties {
				if v != nil {
					words += " · " + fmt.Sprint(v)
				}
			}
			for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r == '·' || r == '\n' }) {
				if w = strings.TrimSpace(w); !strings.Contains(page, w) {
					t.Errorf("%q is not on the page", w)
				}
			}
		})
	}
}

var svgMap = regexp.MustCompile(`(?s)<svg class="map".*?</svg>`)

// The maps on the pages are well-formed, hold every feature, and their links lead to the items.
func TestPagesCarryMaps(t *testing.T) {
	base := withLayers(t, true, map[string][2]string{"odd": {"geometry: Geometry\n", pointFeature(`a/b ?<"&>中%2F`, 116.65, 39.9, `"name_zh":"甲<script>"`) +
		`,{"type":"Feature","id":"lost","geometry":null,"properties":{"method":"unlocated","accuracy_m":null}}` +
		`,{"type":"Feature","id":"hole","geometry":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.8],[116.7,39.9],[116.6,39.8]],[[116.66,39.82],[116.68,39.82],[116.68,39.84],[116.66,39.82]]]},"properties":{}}`}})
	picture := func(path string) string {
		page := get(t, base+path, "Accept", "text/html")
		if page.status != 200 || strings.Contains(string(page.body), "<script>") {
			t.Fatalf("%s: %d, or a name became markup", path, page.status)
		}
		return svgMap.FindString(string(page.body))
	}
	for path, want := range map[string]struct{ tag, count string }{
		"/collections/odd":                                          {"a", "2"},
		"/collections/odd/items?limit=1":                            {"a", "1"},
		"/collections/rail-stations":                                {"a", "85"},
		"/collections/layout/items/layout-core":                     {"title", "1"},
		"/collections/demand-population":                            {"a", "0"}, // many cells: no links
		"/collections/odd/items/" + url.PathEscape(`a/b ?<"&>中%2F`): {"title", "1"},
	} {
		svg := picture(path)
		count := map[string]int{}
		dec := xml.NewDecoder(strings.NewReader(svg))
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v in %.300s", path, err, svg)
			}
			if s, ok := tok.(xml.StartElement); ok {
				count[s.Name.Local]++
				for _, a := range s.Attr {
					if a.Name.Local == "href" && get(t, a.Value).status != 200 {
						t.Errorf("%s: %s does not answer", path, a.Value)
					}
				}
			}
		}
		if fmt.Sprint(count[want.tag]) != want.count || count["svg"] != 1 || len(svg) > 2<<20 {
			t.Errorf("%s: %v in %d bytes, want %s %s", path, count, len(svg), want.count, want.tag)
		}
	}
	if page := string(get(t, base+"/collections/rail-stations/items/"+getJSON[featureCollection](t, base+"/collections/rail-stations/items?limit=1").Features[0].ID+"?crs=EPSG:4548", "Accept", "text/html").body); !strings.Contains(page, "[44") || !strings.Contains(page, "EPSG/0/4548</code>") {
		t.Error("the page's coordinates are not in the CRS asked for")
	}
	if svg := picture("/collections/odd/items?near=0,0&radius=1"); svg != "" {
		t.Errorf("an empty page has a map: %.200s", svg)
	}
	if svg := picture("/collections/odd/items/lost"); svg != "" {
		t.Errorf("a feature without a place has a map: %.200s", svg)
	}
	if a, b := picture("/collections/townships"), picture("/collections/townships"); a != b || a == "" {
		t.Error("two answers differ")
	}
}
