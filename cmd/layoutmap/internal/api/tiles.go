package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// headerDropped counts the features a tile left out.
const headerDropped = "X-Tile-Dropped"

// planTileset is the name of the tileset of the whole plan among {layers}.
const planTileset = "plan"

// tileLayers are the layers that {layers} or collections= names.
func (r *request) tileLayers(field, names string) ([]*layers.Layer, error) {
	if names == planTileset {
		return r.server.tileset, nil
	}
	var out []*layers.Layer
	seen := map[string]bool{}
	for _, id := range strings.Split(names, ",") {
		l, ok := r.server.Catalog.Layer(id)
		if !ok {
			return nil, notFound(field, fmt.Sprintf("there is no collection %q; /collections lists them", id))
		}
		if seen[id] {
			return nil, badParameter(field, fmt.Sprintf("collection %q is named twice", id))
		}
		seen[id] = true
		out = append(out, l)
	}
	return out, nil
}

// xyzTile answers /xyz/{layers}/{z}/{x}/{y}.mvt.
func (r *request) xyzTile() error {
	y, ok := strings.CutSuffix(r.Param("y"), ".mvt")
	if !ok {
		return notFound("y", "a tile's address ends in .mvt")
	}
	if a, ok := r.server.Archives[r.Param("layers")]; ok {
		return r.archiveTile(a, [3]string{r.Param("z"), r.Param("x"), y})
	}
	ls, err := r.tileLayers("layers", r.Param("layers"))
	if err != nil {
		return err
	}
	ms, _ := tiles.LookupMatrixSet("WebMercatorQuad")
	return r.sendTile(ms, [3]string{r.Param("z"), r.Param("x"), y}, ls)
}

// ogcTile answers …/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}.
func (r *request) ogcTile() error {
	ms, err := r.tileMatrixSet()
	if err != nil {
		return err
	}
	ls, stated := r.server.tileset, r.server.tileset
	if r.Param("collectionId") != "" {
		l, err := r.collection()
		if err != nil {
			return err
		}
		ls, stated = []*layers.Layer{l}, []*layers.Layer{l}
	} else if names, ok := r.value("collections"); ok {
		if ls, err = r.tileLayers("collections", names); err != nil {
			return err
		}
	}
	zxy := [3]string{r.Param("tileMatrix"), r.Param("tileCol"), r.Param("tileRow")}
	// Outside of the limits that the tileset's document states there are no tiles.
	// Web maps, which ask by XYZ, know no limits: there such a tile is empty, as
	// for one that is missing they would draw the enlarged tile above it.
	if c, err := tiles.ParseCoord(zxy[0], zxy[1], zxy[2]); err == nil && ms.Contains(c) && !tiles.Within(ms, c, stated...) && !tiles.Within(ms, c, ls...) {
		return notFound("tile", fmt.Sprintf("tile %s/%s/%s (matrix/column/row) is outside of the tileset's tileMatrixSetLimits", zxy[0], zxy[1], zxy[2]))
	}
	return r.sendTile(ms, zxy, ls)
}

func (r *request) tileMatrixSet() (*tiles.MatrixSet, error) {
	id := r.Param("tileMatrixSetId")
	ms, ok := tiles.LookupMatrixSet(id)
	if !ok {
		return nil, notFound("tileMatrixSetId", fmt.Sprintf("there is no tile matrix set %q; /tileMatrixSets lists them", id))
	}
	return ms, nil
}

// sendTile answers the tile at z, x, y: 400 for what is no number, 404 outside
// of the matrix, else 200, be the tile empty or not.
func (r *request) sendTile(ms *tiles.MatrixSet, zxy [3]string, ls []*layers.Layer) error {
	c, err := tiles.ParseCoord(zxy[0], zxy[1], zxy[2])
	if err != nil {
		return err
	}
	if !ms.Contains(c) {
		return notFound("tile", fmt.Sprintf("%s has no tile %s/%s/%s (matrix/column/row)", ms.ID, zxy[0], zxy[1], zxy[2]))
	}
	ctx, f := r.Request().Context(), (*tiles.Filter)(nil)
	if r.query != nil {
		if f, err = r.tileFilter(ls); err != nil {
			return err
		}
		// The first tile of a filter asks it of all features.
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.server.Timeout)
		defer cancel()
	}
	e := tileEncoding(r.Request().Header)
	t, err := r.server.Renderer.Filtered(ctx, e, ms, c, f, ls...)
	if err != nil {
		return err
	}
	return r.writeTile(e, t)
}

// writeTile answers with a tile in an encoding, or 304.
func (r *request) writeTile(e tiles.Encoding, t tiles.Tile) error {
	h := r.Response().Header()
	h["Cache-Control"], h["Vary"] = tileCaching, tileVary
	h["Etag"] = []string{t.ETag}
	if t.Dropped > 0 {
		h.Set(headerDropped, strconv.Itoa(t.Dropped))
	}
	if matchesETag(r.Request(), t.ETag) {
		return r.NoContent(http.StatusNotModified)
	}
	if e == tiles.Gzip {
		h["Content-Encoding"] = tileGzip
	} else if e != tiles.Identity {
		h["Content-Encoding"] = []string{string(e)}
	}
	h["Content-Type"] = tileType
	h["Content-Length"] = []string{strconv.Itoa(len(t.Data))}
	r.Response().WriteHeader(http.StatusOK)
	if r.Request().Method == http.MethodHead {
		return nil
	}
	_, err := r.Response().Write(t.Data)
	return err
}

// Headers that every tile has: written once, so that a hot tile allocates
// little more than its request. Never changed.
var (
	tileCaching = []string{"public, max-age=0, must-revalidate"}
	tileVary    = []string{"Accept-Encoding"}
	tileGzip    = []string{string(tiles.Gzip)}
	tileType    = []string{mediaMVT}
)

// tileJSON answers TileJSON 3.0.
func (r *request) tileJSON() error {
	name, ok := strings.CutSuffix(r.Param("layers"), ".json")
	if !ok {
		return notFound("layers", "TileJSON is at /xyz/"+r.Param("layers")+".json")
	}
	if a, ok := r.server.Archives[name]; ok {
		if err := r.noFilter(); err != nil {
			return err
		}
		doc := a.About()
		doc.Tiles = []string{r.url("/xyz/" + name + "/{z}/{x}/{y}.mvt")}
		return r.sendJSON(mediaJSON, doc)
	}
	ls, err := r.tileLayers("layers", name)
	if err != nil {
		return err
	}
	if _, err := r.tileFilter(ls); err != nil {
		return err
	}
	doc := tiles.NewTileJSON(r.url("/xyz/"+name+"/{z}/{x}/{y}.mvt"+r.filterQuery()), ls...)
	doc.Name, doc.Description = name, serviceDescription
	if ms, _ := tiles.LookupMatrixSet("WebMercatorQuad"); r.filterQuery() == "" {
		doc.Dropped = r.server.knownDrops(ms, ls)
	}
	return r.sendJSON(mediaJSON, doc)
}

func (r *request) matrixSets() error {
	doc := matrixSetList{MatrixSets: []matrixSetEntry{}}
	for _, ms := range tiles.MatrixSets() {
		doc.MatrixSets = append(doc.MatrixSets, matrixSetEntry{ms.ID, ms.Title, ms.URI, ms.CRS, []link{{Href: r.url("/tileMatrixSets/" + ms.ID), Rel: "self", Type: mediaJSON}}})
	}
	return r.sendJSON(mediaJSON, doc)
}

func (r *request) matrixSet() error {
	ms, err := r.tileMatrixSet()
	if err != nil {
		return err
	}
	return r.sendJSON(mediaJSON, ms)
}

// tileSetScope is whether the path asks for one layer's tiles or the plan's.
func (r *request) tileSetScope() (title, path string, ls []*layers.Layer, err error) {
	if r.Param("collectionId") == "" {
		return serviceTitle, "/tiles", r.server.tileset, nil
	}
	l, err := r.collection()
	if err != nil {
		return "", "", nil, err
	}
	return l.Title.ZH + " · " + l.Title.EN, r.layerPath(l) + "/tiles", []*layers.Layer{l}, nil
}

// aboutTileSet starts the description of a tileset. A matrix set that has no
// registered identifier is found by its tiling-scheme link alone.
func aboutTileSet(title string, ms *tiles.MatrixSet) tileSetDocument {
	return tileSetDocument{Title: title, DataType: "vector", CRS: ms.CRS, MatrixSetURI: ms.URI}
}

func (r *request) tilingScheme(ms *tiles.MatrixSet) link {
	return link{Href: r.url("/tileMatrixSets/" + ms.ID), Rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", Type: mediaJSON}
}

// tileSets lists the tilesets of a layer or of the plan.
func (r *request) tileSets() error {
	title, path, _, err := r.tileSetScope()
	if err != nil {
		return err
	}
	doc := tileSetList{TileSets: []tileSetDocument{}, Links: []link{{Href: r.self(), Rel: "self", Type: mediaJSON}}}
	for _, ms := range tiles.MatrixSets() {
		one := aboutTileSet(title, ms)
		one.Links = []link{{Href: r.url(path + "/" + ms.ID), Rel: "self", Type: mediaJSON}, r.tilingScheme(ms)}
		doc.TileSets = append(doc.TileSets, one)
	}
	return r.sendJSON(mediaJSON, doc)
}

// tileSet describes one tileset.
func (r *request) tileSet() error {
	title, path, ls, err := r.tileSetScope()
	if err != nil {
		return err
	}
	ms, err := r.tileMatrixSet()
	if err != nil {
		return err
	}
	if _, err := r.tileFilter(ls); err != nil {
		return err
	}
	doc := aboutTileSet(title, ms)
	doc.MatrixSetID, doc.Attribution, doc.Limits = ms.ID, tiles.NewTileJSON("", ls...).Attribution, tiles.Limits(ms, ls...)
	for _, l := range ls {
		about := tileLayerDocument{ID: l.ID, DataType: "vector", Title: l.Title.ZH + " · " + l.Title.EN}
		about.Schema.Type = "object"
		for i := range l.Columns() {
			if p := &l.Columns()[i]; p.Tile {
				about.Schema.Properties = append(about.Schema.Properties, namedProperty{p.Name, propertySchema(p)})
			}
		}
		doc.Layers = append(doc.Layers, about)
	}
	doc.Links = []link{
		{Href: r.self(), Rel: "self", Type: mediaJSON},
		r.tilingScheme(ms),
		{Href: r.url(path + "/" + ms.ID + "/{tileMatrix}/{tileRow}/{tileCol}" + r.filterQuery()), Rel: "item", Type: mediaMVT, Templated: true},
		{Href: r.url(path + "/" + ms.ID + "/certificate"), Rel: "related", Type: mediaJSON, Title: "certificate of the tiles"},
	}
	return r.sendJSON(mediaJSON, doc)
}
