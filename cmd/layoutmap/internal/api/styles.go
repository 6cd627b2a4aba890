package api

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

type styleList struct {
	Styles []styleEntry `json:"styles"`
	Links  []link       `json:"links"`
}

type styleEntry struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Links []link `json:"links"`
}

// styles lists the style documents that the page's build wrote: the page and
// other clients draw from one definition.
func (r *request) styles() error {
	names, err := fs.Glob(r.server.ui.files, "styles/*.json")
	if err != nil {
		return err
	}
	list := []styleEntry{}
	for _, name := range names {
		id := strings.TrimSuffix(path.Base(name), ".json")
		list = append(list, styleEntry{ID: id, Title: id,
			Links: []link{{Href: r.url("/styles/" + id), Rel: "stylesheet", Type: "application/vnd.mapbox.style+json"}}})
	}
	return r.sendJSON(mediaJSON, styleList{Styles: list, Links: []link{{Href: r.self(), Rel: "self", Type: mediaJSON}}})
}

// style answers a MapLibre style with absolute addresses.
func (r *request) style() error {
	id := r.Param("styleId")
	if strings.ContainsAny(id, "/.") {
		return notFound("styleId", fmt.Sprintf("there is no style %q; /styles lists them", id))
	}
	doc, err := fs.ReadFile(r.server.ui.files, "styles/"+id+".json")
	if err != nil {
		detail := fmt.Sprintf("there is no style %q; /styles lists them", id)
		if !r.server.ui.built() {
			detail = "this binary was built without its page and styles; run make ui, then make build"
		}
		return notFound("styleId", detail)
	}
	return r.send(mediaJSON, bytes.ReplaceAll(doc, []byte("{base}"), []byte(r.url(""))))
}
