package api

import (
	"encoding/json"

	"layoutmap/geo/crs"
	"layoutmap/layers"
)

// link is an RFC 8288 link as OGC documents write it.
type link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`

	Method string          `json:"method,omitempty"` // POST where the link cannot be followed with GET
	Body   json.RawMessage `json:"body,omitempty"`   // what to post
}

// collection is a layer as /collections describes it: OGC's members first,
// then what this server adds.
type collection struct {
	ID            string            `json:"id"`
	Title         string            `json:"title"`
	Description   string            `json:"description"`
	ItemType      string            `json:"itemType"`
	Extent        *extent           `json:"extent,omitempty"`
	CRS           []string          `json:"crs"`
	StorageCRS    string            `json:"storageCrs"`
	Links         []link            `json:"links"`
	TitleZH       string            `json:"title_zh"`
	TitleEN       string            `json:"title_en"`
	DescriptionZH string            `json:"description_zh"`
	DescriptionEN string            `json:"description_en"`
	Group         string            `json:"group"`
	GeometryType  string            `json:"geometry_type"`
	PlanRef       string            `json:"plan_ref,omitempty"`
	ItemCount     int               `json:"item_count"`
	InTileset     bool              `json:"in_tileset"`
	Methods       map[string]int    `json:"methods"` // features by how their geometry was got
	Provenance    layers.Provenance `json:"provenance"`
}

// collectionList is /collections.
type collectionList struct {
	Links       []link       `json:"links"`
	CRS         []string     `json:"crs"`         // of every collection
	DisplayCRS  []string     `json:"display_crs"` // those of crs that nothing is measured in
	Collections []collection `json:"collections"`
}

type extent struct {
	Spatial  *spatialExtent  `json:"spatial,omitempty"`
	Temporal *temporalExtent `json:"temporal,omitempty"`
}

type spatialExtent struct {
	Bbox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

func (r *request) collectionOf(l *layers.Layer) collection {
	at := r.url(r.layerPath(l))
	c := collection{
		ID: l.ID, Title: l.Title.ZH + " · " + l.Title.EN, Description: l.Description.ZH + "\n" + l.Description.EN,
		ItemType: "feature", CRS: crsURIs(), StorageCRS: crs84,
		TitleZH: l.Title.ZH, TitleEN: l.Title.EN, DescriptionZH: l.Description.ZH, DescriptionEN: l.Description.EN,
		Group: l.Group, GeometryType: l.Geometry, PlanRef: l.PlanRef, ItemCount: l.Len(), InTileset: l.InTileset(),
		Methods: l.Methods(), Provenance: l.Provenance,
		Links: []link{
			{Href: at + "?f=json", Rel: "self", Type: mediaJSON},
			{Href: at + "?f=html", Rel: "alternate", Type: mediaHTML},
			{Href: at + "/items?f=geojson", Rel: "items", Type: mediaGeoJSON, Title: l.Title.ZH},
			{Href: at + "/items?f=html", Rel: "items", Type: mediaHTML, Title: l.Title.ZH},
			{Href: at + "/schema", Rel: "http://www.opengis.net/def/rel/ogc/1.0/schema", Type: mediaSchema},
			{Href: at + "/queryables", Rel: relQueryables, Type: mediaSchema, Title: "what a filter may name"},
			{Href: at + "/sortables", Rel: relSortables, Type: mediaSchema, Title: "what sortby may name"},
			{Href: at + "/tiles", Rel: relTilesets, Type: mediaJSON},
		},
	}
	if _, ok := r.server.Catalog.Layer(l.ID); ok && r.Param("jobId") == "" {
		c.Links = append(c.Links, link{Href: r.url("/xyz/" + l.ID + ".json"), Rel: "alternate", Type: mediaJSON, Title: "TileJSON"})
	}
	ext := extent{Temporal: temporalExtentOf(l)}
	if b := l.Bound(); !b.IsEmpty() {
		ext.Spatial = &spatialExtent{Bbox: [][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, CRS: crs84}
	}
	if ext != (extent{}) {
		c.Extent = &ext
	}
	return c
}

// collections lists the layers.
func (r *request) collections() error {
	all := r.server.Catalog.Layers()
	doc := collectionList{
		Links: []link{
			{Href: r.self("f", "json"), Rel: "self", Type: mediaJSON},
			{Href: r.self("f", "html"), Rel: "alternate", Type: mediaHTML},
		},
		CRS: crsURIs(), DisplayCRS: displayCRS(),
	}
	if r.format() == "html" {
		return r.sendHTML("collections", all, doc.Links...)
	}
	for _, l := range all {
		doc.Collections = append(doc.Collections, r.collectionOf(l))
	}
	return r.sendJSON(mediaJSON, doc)
}

// collectionPage describes one layer.
func (r *request) collectionPage() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	if r.format() == "html" {
		c := r.collectionOf(l)
		return r.sendHTML("collection", collectionView{l, r.layerMap(l), c.Extent, crs.All()}, c.Links...)
	}
	return r.sendJSON(mediaJSON, r.collectionOf(l))
}

// member and object keep the order of a schema's properties, which a Go map would lose.
type member struct {
	name  string
	value any
}

type object []member

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out = append(out, mustJSON(m.name)...)
		out = append(append(out, ':'), value...)
	}
	return append(out, '}'), nil
}

// mustJSON marshals a value whose type cannot fail to.
func mustJSON(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}
