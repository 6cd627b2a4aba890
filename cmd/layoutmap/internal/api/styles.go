package api

import (
	"bytes"
	"fmt"
	"slices"
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

// styles lists the map styles, each in both languages.
func (r *request) styles() error {
	list := []styleEntry{}
	for i, id := range mapThemes {
		address := r.url("/styles/" + id)
		list = append(list, styleEntry{ID: id, Title: []string{"浅色 · light", "深色 · dark"}[i], Links: []link{
			{Href: address, Rel: "stylesheet", Type: "application/vnd.mapbox.style+json", Title: "中文"},
			{Href: address + "?lang=en", Rel: "stylesheet", Type: "application/vnd.mapbox.style+json", Title: "English"},
			{Href: r.url("/map.png?theme=" + id), Rel: "preview", Type: mediaPNG},
		}})
	}
	return r.sendJSON(mediaJSON, styleList{Styles: list, Links: []link{{Href: r.self(), Rel: "self", Type: mediaJSON}}})
}

// style answers a MapLibre style with absolute addresses, as the page's build
// wrote it: the page and other clients draw from one definition.
func (r *request) style() error {
	id := r.Param("styleId")
	if !slices.Contains(mapThemes, id) {
		return notFound("styleId", fmt.Sprintf("there is no style %q; /styles lists them", id))
	}
	lang, err := r.choice("lang", mapLangs)
	if err != nil {
		return err
	}
	horizon, err := r.choice("horizon", mapHorizons)
	if err != nil {
		return err
	}
	doc, err := r.server.maps.style(id, lang, horizon)
	if err != nil {
		return err
	}
	return r.send(mediaJSON, bytes.ReplaceAll(doc.text, []byte("{base}"), []byte(r.url(""))))
}
