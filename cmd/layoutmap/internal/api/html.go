package api

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"layoutmap/geo/crs"
	"layoutmap/layers"
)

//go:embed templates/*.html
var templateFiles embed.FS

// parsePages reads the HTML pages for people, each with the shared frame around it.
func parsePages() (map[string]*template.Template, error) {
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	out := map[string]*template.Template{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".html")
		if name == "frame" {
			continue
		}
		if out[name], err = template.New("frame.html").ParseFS(templateFiles, "templates/frame.html", "templates/"+e.Name()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// itemsView is what the table of features shows.
type itemsView struct {
	Layer *layers.Layer
	Page  layers.Page
	Rows  []itemRow
	Next  string
	Map   *svgMap // nil where no feature of the page has a place
}

type itemRow struct {
	Path                                                        string // the id as part of an address
	ID, NameZH, NameEN, Kind, Status, Horizon, Method, Accuracy string
}

type itemView struct {
	Layer    *layers.Layer
	Feature  *layers.Feature
	Fields   []field
	Map      *svgMap // nil where the place is not known
	Geometry string  // GeoJSON in CRS, in its axis order
	CRS      crs.CRS
}

func (r *request) itemView(f *layers.Feature, c crs.CRS) itemView {
	return itemView{f.Layer(), f, fieldsOf(f), r.featureMap(f), string(layers.AppendGeometry(nil, crs.Map(f.Geometry, c.Wire))), c}
}

// collectionView is a layer with what its own page shows beside it.
type collectionView struct {
	*layers.Layer
	Map    *svgMap // nil where no feature has a place
	Extent *extent
	CRS    []crs.CRS
}

type field struct {
	Name  string
	Title layers.Text
	Value string
}

func rowsOf(p layers.Page) []itemRow {
	var out []itemRow
	for _, m := range p.Matches {
		row := itemRow{
			Path: url.PathEscape(m.ID), ID: m.ID, NameZH: m.Text("name_zh"), NameEN: m.Text("name_en"), Kind: m.Text("kind"),
			Status: m.Text("status"), Horizon: m.Text("horizon"), Method: m.Text("method"),
		}
		if a, ok := m.Value("accuracy_m").(float64); ok {
			row.Accuracy = "± " + formatNumber(a) + " m"
		}
		out = append(out, row)
	}
	return out
}

// fieldsOf lists the properties that a feature has, in the order of the schema.
func fieldsOf(f *layers.Feature) []field {
	var out []field
	for _, p := range f.Layer().Columns() {
		switch v := f.Value(p.Name).(type) {
		case nil:
		case float64:
			out = append(out, field{p.Name, p.Title, strings.TrimSpace(formatNumber(v) + " " + p.Unit)})
		case []string:
			out = append(out, field{p.Name, p.Title, strings.Join(v, "、")})
		default:
			out = append(out, field{p.Name, p.Title, fmt.Sprint(v)})
		}
	}
	return out
}

// pageView is what every page is made of.
type pageView struct {
	Base, Self, JSON string
	Data             any
	Links            []link
}

// sendHTML answers a page for people. The links are those of the same document
// in JSON, all of which OGC API – Features Part 1, /req/html/content, wants on the page.
func (r *request) sendHTML(name string, data any, links ...link) error {
	var buf bytes.Buffer
	view := pageView{r.url(""), r.self(), "", data, links}
	for _, f := range r.route.formats {
		if f != "html" {
			view.JSON = r.self("f", f)
			break
		}
	}
	if err := r.server.pages[name].Execute(&buf, view); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := r.Response().Header()
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	return r.send(mediaHTML, buf.Bytes())
}

// apiDocument answers the OpenAPI document, or a readable list of it.
func (r *request) apiDocument() error {
	if r.format() == "html" {
		type view struct {
			Path, ID, Summary, Tag string
			Params                 []string
		}
		var list []view
		for i := range r.server.routes {
			rt := &r.server.routes[i]
			list = append(list, view{rt.path, rt.id, rt.summary, rt.tag, rt.paramNames()})
		}
		return r.sendHTML("api", list)
	}
	return r.send(mediaOpenAPI, r.server.OpenAPI(r.url("")))
}

// OpenAPI is the OpenAPI document of a server at an address (no slash at its end).
func (s *Server) OpenAPI(base string) []byte {
	return bytes.ReplaceAll(s.openAPI, []byte("{base}"), jsonText(base))
}

// jsonText is a string as it stands inside JSON quotes.
func jsonText(s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // every Go string marshals
	}
	return quoted[1 : len(quoted)-1]
}
